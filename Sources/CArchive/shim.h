// libarchive, which writes the archives of evidence.
#include <archive.h>
#include <archive_entry.h>
