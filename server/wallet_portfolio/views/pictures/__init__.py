"""Small pictures of what an answer says, for the user's eyes. Only `canvas` and those who draw on it need Pillow."""
