"""The final: what the whole course has taught, asked once more in one sitting."""
