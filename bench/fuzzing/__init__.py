"""What the fuzz is made of: everything that a visitor can say besides the address, and strange addresses."""
