"""From moving pictures to moving things: point trackers, the camera's own motion, and what moves together."""
