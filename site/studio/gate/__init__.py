"""The gate before publishing: what is wrong with a page that readers are about to get, and how to mend it.

Every door to readers asks it: ``passing.pass_through`` raises ``Stopped`` for what it stops.
"""
