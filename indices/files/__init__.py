"""What each page offers as a file: its columns and rows."""
