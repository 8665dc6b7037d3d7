"""Whether a collection of files would hold a file of a folder, told by the files that it does hold."""

_LISTED_TREES = ("\\frontend\\httpproxy\\", "\\inetpub\\wwwroot\\", "\\clientaccess\\owa\\", "\\clientaccess\\ecp\\")
"""What the plan lists with hashes."""
LISTING = "<list>"
"""Stands among the folders where the collection holds a list of files, which covers the web folders."""
_COMPILED = "\\temporary asp.net files"
_DEEP = 2
"""A parent as high as this or higher (`C:\\Windows`) holds files whatever was collected."""


def reaches(folders: frozenset[str], folder: str) -> bool:
    """Whether a folder was collected: a file lies in it, below it, or beside it in the folder above.

    `folders`: those that hold a collected file, lower case, without a backslash at the end.  Folders of compiled pages
    get a new name each time, so that any of them stands for all.
    """
    folder = folder.rstrip("\\")
    if folder in folders or any(each.startswith(folder + "\\") for each in folders):
        return True
    if LISTING in folders and any(tree in folder + "\\" for tree in _LISTED_TREES):
        return True
    if _COMPILED in folder:
        return any(_COMPILED in each for each in folders)
    parent = folder.rpartition("\\")[0]
    return parent.count("\\") >= _DEEP and parent in folders
