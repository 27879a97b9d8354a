/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tally.h"

#include <string.h>
#include <sys/stat.h>

struct Tally {
  GThread *thread;
  GQueue paths; /* char *, still to be looked at */
  guint files;
  guint64 bytes;
  gint stop; /* atomic, as is done */
  gint done;
};

/* As bounce_mailbox_open() goes, but not through links: only an estimate may
 * miss what they lead to. */
static void
count_directory(Tally *tally, const char *path)
{
  g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
  g_autofree char *cur = g_build_filename(path, "cur", NULL);
  g_autofree char *fresh = g_build_filename(path, "new", NULL);
  gboolean maildir = g_file_test(cur, G_FILE_TEST_IS_DIR) &&
                     g_file_test(fresh, G_FILE_TEST_IS_DIR);
  const char *name;
  while (directory && (name = g_dir_read_name(directory)))
    if (maildir ? !strcmp(name, "cur") || !strcmp(name, "new") || name[0] == '.'
                : name[0] != '.')
      g_queue_push_head(&tally->paths, g_build_filename(path, name, NULL));
}

static gpointer
count(gpointer data)
{
  Tally *tally = data;
  while (tally->paths.length && !g_atomic_int_get(&tally->stop)) {
    g_autofree char *path = g_queue_pop_head(&tally->paths);
    struct stat info;
    if (lstat(path, &info) != 0)
      continue;
    if (S_ISDIR(info.st_mode)) {
      count_directory(tally, path);
    } else {
      tally->files++;
      tally->bytes += (guint64)info.st_size;
    }
  }
  g_atomic_int_set(&tally->done, 1);
  return NULL;
}

Tally *
tally_new(char *const *paths)
{
  Tally *tally = g_new0(Tally, 1);
  g_queue_init(&tally->paths);
  for (; *paths; paths++)
    g_queue_push_tail(&tally->paths, g_strdup(*paths));
  tally->thread = g_thread_new("tally", count, tally);
  return tally;
}

gboolean
tally_get(const Tally *tally, guint *files, guint64 *bytes)
{
  if (!g_atomic_int_get(&tally->done))
    return FALSE;
  *files = tally->files;
  *bytes = tally->bytes;
  return TRUE;
}

void
tally_free(Tally *tally)
{
  if (!tally)
    return;
  g_atomic_int_set(&tally->stop, 1);
  g_thread_join(tally->thread);
  g_queue_clear_full(&tally->paths, g_free);
  g_free(tally);
}
