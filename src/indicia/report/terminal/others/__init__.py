"""What others say and what a user keeps of them: reports, public positions, catalogues."""
