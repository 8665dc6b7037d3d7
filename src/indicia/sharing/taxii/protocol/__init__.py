"""What both sides say: media types and times, what a request asks for, objects and their markings, refusals."""
