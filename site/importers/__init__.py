"""Content from elsewhere: one pure parser per source, and one loader for what they all yield."""
