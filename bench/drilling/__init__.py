"""What the drill is made of: who is struck, how, and how one sees that nothing came of it."""
