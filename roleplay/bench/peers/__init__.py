"""The servers that are measured: ours, and others written in a few lines each, as a team would."""
