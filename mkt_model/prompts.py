"""What is said around a label."""

PUBLISHED = "There is a {} in the scene"  # MKT's own prompt
# An average over neutral phrasings depends less on any one of them (CuPL, ICCV 2023).
TEMPLATES = (
    "{}",
    "a photo of {}",
    "a photo of a {}",
    "a photo of the {}",
    "a close-up photo of {}",
    "a photo with {} in the background",
    "a picture showing {}",
    "there is {} in the scene",
    "this is a photo of {}",
)
