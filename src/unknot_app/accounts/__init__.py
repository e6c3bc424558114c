"""Who is using it: the owner of this installation; later clinics and roles."""
