"""What an editor may suffer: killed servers and browsers, no network, no session, somebody else."""
