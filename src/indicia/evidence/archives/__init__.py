"""Archives read without trusting them: names never reach the disk, sizes are counted, never believed."""
