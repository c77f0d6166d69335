"""The capstone: a risk memo on two positions, judged by what must hold of it, and printed."""
