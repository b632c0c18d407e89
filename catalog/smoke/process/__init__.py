"""Processes for code of others: started, listened to and ended from this side."""
