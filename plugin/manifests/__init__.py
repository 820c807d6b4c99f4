"""The files an admin uploads where the add-in is to appear: the templates of `manifest/` filled in, and looked through.

https://learn.microsoft.com/office/dev/add-ins/develop/add-in-manifests
"""
