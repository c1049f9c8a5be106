"""The main job as a user does it, held to what was promised: from real scans to the dossier, and nothing lost.

Each line is one promise (issue 2, "Done when"); it runs through the `legajo` command and the API on whatever back
ends the settings name, and says what it saw and whether it holds.
"""
