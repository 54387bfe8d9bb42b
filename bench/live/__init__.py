"""The whole site, each of its processes in our hand: for what is done to it while it runs."""
