// Archives by streaming. libarchive's own file reader seeks past the end of a truncated file without an
// error, so reading and skipping are implemented here.

#include "CArchive.h"

#include <archive.h>
#include <archive_entry.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { BLOCK = 256 * 1024, TAR_BLOCK = 512 };

struct carchive {
  struct archive *reader;
  // The source of the bytes: a file, or a member of another archive.
  int descriptor;
  carchive *outer;
  void *block;
  int64_t position;
  int64_t length;  // of the file; -1 if it is not a regular file
  int is_open;
  int is_at_end;      // the source has no more bytes
  int ends_in_zeros;  // the last bytes read are a tar's end mark, or padding after it
  int code;
};

// A tar ends with two blocks of zeros. They are missing if it was cut between two members.
static int ends_in_zeros(const char *bytes, size_t count) {
  static const char zeros[TAR_BLOCK];
  return count >= TAR_BLOCK && memcmp(bytes + count - TAR_BLOCK, zeros, TAR_BLOCK) == 0;
}

// Updates the position and the signs of an end after a read. Returns `count`.
static la_ssize_t update_position(carchive *self, const void *bytes, la_ssize_t count) {
  if (count == 0) self->is_at_end = 1;
  if (count > 0) {
    self->position += count;
    self->ends_in_zeros = ends_in_zeros(bytes, (size_t)count);
  }
  return count;
}

static la_ssize_t read_file(struct archive *reader, void *context, const void **bytes) {
  carchive *self = context;
  *bytes = self->block;
  ssize_t count;
  do {
    count = read(self->descriptor, self->block, BLOCK);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    self->code = errno;
    archive_set_error(reader, errno, "the file cannot be read");
    return ARCHIVE_FATAL;
  }
  return update_position(self, self->block, count);
}

static la_int64_t skip_file(struct archive *reader, void *context, la_int64_t request) {
  (void)reader;
  carchive *self = context;
  int64_t left = self->length - self->position;
  if (self->length < 0 || request > left) return 0;
  if (lseek(self->descriptor, request, SEEK_CUR) < 0) return 0;
  self->position += request;
  return request;
}

static la_int64_t seek_file(struct archive *reader, void *context, la_int64_t offset, int whence) {
  (void)reader;
  carchive *self = context;
  off_t position = lseek(self->descriptor, offset, whence);
  if (position < 0) return ARCHIVE_FAILED;
  self->position = position;
  return position;
}

static la_ssize_t read_member(struct archive *reader, void *context, const void **bytes) {
  carchive *self = context;
  size_t count = 0;
  la_int64_t offset = 0;
  int status = archive_read_data_block(self->outer->reader, bytes, &count, &offset);
  if (status == ARCHIVE_EOF) return update_position(self, NULL, 0);
  if (status < ARCHIVE_WARN) {
    self->code = self->outer->code;
    const char *reason = archive_error_string(self->outer->reader);
    archive_set_error(reader, EINVAL, "%s", reason ? reason : "it cannot be read");
    return ARCHIVE_FATAL;
  }
  return update_position(self, *bytes, (la_ssize_t)count);
}

static carchive *make(int descriptor, carchive *outer) {
  carchive *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->descriptor = descriptor;
  self->outer = outer;
  self->length = -1;
  self->reader = archive_read_new();
  if (!self->reader) {
    free(self);
    return NULL;
  }
  archive_read_support_filter_gzip(self->reader);
  archive_read_support_filter_bzip2(self->reader);
  archive_read_support_filter_xz(self->reader);
  archive_read_support_filter_zstd(self->reader);
  archive_read_support_format_tar(self->reader);
  archive_read_support_format_zip(self->reader);
  archive_read_set_callback_data(self->reader, self);
  return self;
}

carchive *carchive_open_file(int descriptor) {
  carchive *self = make(descriptor, NULL);
  if (self) self->block = malloc(BLOCK);
  if (!self || !self->block) {
    if (self) carchive_close(self);
    else close(descriptor);
    return NULL;
  }
  struct stat status;
  if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) self->length = status.st_size;
  archive_read_set_read_callback(self->reader, read_file);
  archive_read_set_skip_callback(self->reader, skip_file);
  if (self->length >= 0) archive_read_set_seek_callback(self->reader, seek_file);
  return self;
}

carchive *carchive_open_member(carchive *outer) {
  carchive *self = make(-1, outer);
  if (self) archive_read_set_read_callback(self->reader, read_member);
  return self;
}

void carchive_close(carchive *self) {
  archive_read_free(self->reader);
  if (self->descriptor >= 0) close(self->descriptor);
  free(self->block);
  free(self);
}

static int is_truncated_tar(const carchive *self) {
  int is_tar = (archive_format(self->reader) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
  int is_plain = archive_filter_code(self->reader, 0) == ARCHIVE_FILTER_NONE;
  return is_tar && is_plain && self->is_at_end && !self->ends_in_zeros;
}

static carchive_status status_of(carchive *self, int status) {
  if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return CARCHIVE_OK;
  if (status == ARCHIVE_EOF) return CARCHIVE_END;
  if (self->code) return CARCHIVE_FAILED;
  const char *reason = archive_error_string(self->reader);
  // libarchive has no code for this; its messages begin with a capital letter or not.
  int is_truncated = reason && (strstr(reason, "runcated") || strstr(reason, "remature end"));
  return is_truncated ? CARCHIVE_TRUNCATED : CARCHIVE_DAMAGED;
}

static carchive_kind kind_of(struct archive_entry *entry) {
  if (archive_entry_hardlink(entry)) return CARCHIVE_HARD_LINK;
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return CARCHIVE_FILE;
    case AE_IFDIR: return CARCHIVE_FOLDER;
    case AE_IFLNK: return CARCHIVE_SYMBOLIC_LINK;
    default: return CARCHIVE_DEVICE;
  }
}

carchive_status carchive_next(carchive *self, carchive_member *member) {
  if (!self->is_open) {
    int status = archive_read_open1(self->reader);
    if (status != ARCHIVE_OK) return status_of(self, status);
    self->is_open = 1;
  }
  struct archive_entry *entry;
  int status;
  do {
    status = archive_read_next_header(self->reader, &entry);
  } while (status == ARCHIVE_RETRY);
  if (status == ARCHIVE_EOF && is_truncated_tar(self)) return CARCHIVE_TRUNCATED;
  carchive_status result = status_of(self, status);
  if (result != CARCHIVE_OK) return result;
  member->path = archive_entry_pathname(entry);
  member->size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
  member->kind = kind_of(entry);
  return CARCHIVE_OK;
}

carchive_status carchive_read(carchive *self, void *bytes, size_t room, size_t *count) {
  la_ssize_t length;
  do {
    length = archive_read_data(self->reader, bytes, room);
  } while (length == ARCHIVE_RETRY);
  *count = length > 0 ? (size_t)length : 0;
  // A warning means that the bytes are wrong, such as a wrong checksum in a zip.
  if (length == ARCHIVE_WARN) return CARCHIVE_DAMAGED;
  return length >= 0 ? CARCHIVE_OK : status_of(self, (int)length);
}

const char *carchive_reason(const carchive *self) {
  const char *reason = archive_error_string(self->reader);
  return reason ? reason : "the format is unknown";
}

int carchive_code(const carchive *self) { return self->code; }

int64_t carchive_position(const carchive *self) { return self->position; }

int64_t carchive_inflate(const void *bytes, size_t count, void *output, size_t room) {
  uLongf length = room;
  return uncompress(output, &length, bytes, count) == Z_OK ? (int64_t)length : -1;
}
