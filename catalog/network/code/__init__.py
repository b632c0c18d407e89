"""What can be told of a network's code without running it: read as text with ``ast``, nothing imported."""
