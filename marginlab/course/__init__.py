"""The lessons, a folder each: scene, picture, words, panel, exercises and the stored stills."""
