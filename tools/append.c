/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "append.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text.h"
#include "write.h"

#define MODE 0640 /* addresses are nobody else's business */
#define CHUNK 4096

gboolean
append_is_wanted(char **argv)
{
  for (; *argv && strcmp(*argv, "--") != 0; argv++)
    if (g_str_has_prefix(*argv, "--append"))
      return TRUE;
  return FALSE;
}

int
append_guard(int (*command)(int, char **), int argc, char **argv)
{
  int status = 0;
  pid_t child = fork();
  if (child == 0)
    _exit(command(argc, argv));
  while (child > 0 && waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return EXIT_TRY_AGAIN;
  return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0
             ? 0
             : EXIT_TRY_AGAIN;
}

static int
complain(const char *path, const char *problem)
{
  g_autofree char *text = text_path_problem(path, problem);
  fprintf(stderr, "bounce: %s\n", text);
  return EXIT_TRY_AGAIN;
}

/* Opens and locks the file; again where it was moved away meanwhile, as
 * logrotate does. -1: errno tells why. */
static int
open_locked(const char *path)
{
  for (;;) {
    struct stat held, named;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, MODE);
    if (fd < 0)
      return -1;
    while (flock(fd, LOCK_EX) != 0)
      if (errno != EINTR) {
        close(fd);
        return -1;
      }
    if (fstat(fd, &held) == 0 && stat(path, &named) == 0 &&
        held.st_ino == named.st_ino && held.st_dev == named.st_dev)
      return fd;
    close(fd);
  }
}

/* Where the last line starts that has no line end. */
static off_t
find_rest(int fd, off_t size)
{
  char chunk[CHUNK];
  while (size) {
    off_t start = MAX(0, size - CHUNK);
    ssize_t n = pread(fd, chunk, (gsize)(size - start), start);
    const char *feed = n > 0 ? memrchr(chunk, '\n', (gsize)n) : NULL;
    if (n <= 0)
      return -1;
    if (feed)
      return start + (feed - chunk) + 1;
    size = start;
  }
  return 0;
}

typedef enum { REST_FOREIGN, REST_BROKEN, REST_WHOLE } Rest;

/* Whether a line is an object, and ends with it. */
static Rest
judge_rest(int fd, off_t start, off_t size)
{
  char chunk[CHUNK];
  gint64 depth = 0;
  gboolean in_string = FALSE, escaped = FALSE;
  for (off_t at = start; at < size; at += CHUNK) {
    ssize_t n = pread(fd, chunk, CHUNK, at);
    if (n <= 0 || (at == start && chunk[0] != '{'))
      return REST_FOREIGN;
    for (ssize_t i = 0; i < n; i++) {
      char c = chunk[i];
      if (in_string)
        in_string = escaped || c != '"';
      else if (c == '"')
        in_string = TRUE;
      else
        depth += (c == '{') - (c == '}');
      escaped = in_string && !escaped && c == '\\';
    }
  }
  return depth ? REST_BROKEN : REST_WHOLE;
}

/* A line that a power cut broke goes: its mail is still with the mail server.
 * What someone else wrote stays. Returns whether the file can be used; *size
 * is where the next line starts, *feed whether it needs a line end before. */
static gboolean
mend(int fd, off_t *size, gboolean *feed)
{
  off_t rest = find_rest(fd, *size);
  *feed = FALSE;
  if (rest == *size)
    return TRUE;
  switch (rest < 0 ? REST_FOREIGN : judge_rest(fd, rest, *size)) {
  case REST_WHOLE:
    *feed = TRUE;
    return TRUE;
  case REST_BROKEN:
    *size = rest;
    return ftruncate(fd, rest) == 0;
  default:
    return FALSE;
  }
}

/* A new file is there after a power cut only if its folder is written, too. */
static gboolean
sync_folder(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
  if (fd >= 0)
    close(fd);
  return good;
}

static int
append_line(const char *path, int fd, const GString *line)
{
  struct stat info;
  gboolean feed;
  if (fstat(fd, &info) != 0)
    return complain(path, g_strerror(errno));
  off_t size = info.st_size;
  if (!S_ISREG(info.st_mode))
    return complain(path, "is no regular file");
  if (!mend(fd, &size, &feed))
    return complain(path, "ends with something else than lines of reports");
  if (lseek(fd, size, SEEK_SET) == size &&
      (!feed || write_whole(fd, "\n", 1)) &&
      write_whole(fd, line->str, line->len) && fsync(fd) == 0 &&
      (size || sync_folder(path)))
    return 0;
  int problem = errno;
  if (ftruncate(fd, size) != 0)
    complain(path, g_strerror(errno));
  return complain(path, g_strerror(problem));
}

/* A mail server that can't write all of the mail would call it a failure. */
static void
drain(int fd)
{
  char chunk[CHUNK];
  ssize_t n;
  do
    n = read(fd, chunk, sizeof chunk);
  while (n > 0 || (n < 0 && errno == EINTR));
}

int
append_message(const BounceParser *parser, const char *path)
{
  BounceError *error = NULL;
  BounceReport *report = bounce_parser_parse_fd(parser, STDIN_FILENO, &error);
  if (!report) {
    complain("standard input", bounce_error_message(error));
    bounce_error_free(error);
    return EXIT_TRY_AGAIN;
  }
  drain(STDIN_FILENO);
  char *json = bounce_report_to_json(report, NULL);
  g_autoptr(GString) line = g_string_new(json);
  g_string_append_c(line, '\n');
  bounce_string_free(json);
  bounce_report_free(report);
  /* A limit of file sizes is an error like a full disk. */
  signal(SIGXFSZ, SIG_IGN);
  int fd = open_locked(path);
  if (fd < 0)
    return complain(path, g_strerror(errno));
  int status = append_line(path, fd, line);
  close(fd);
  return status;
}
