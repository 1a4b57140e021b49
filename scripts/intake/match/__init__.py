"""From items to the bodies that they mean, or may mean."""
