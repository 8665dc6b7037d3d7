"""What a bundle or a folder of a statement proves, item by item, for somebody who trusts nobody in it."""
