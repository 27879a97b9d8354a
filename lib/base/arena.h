/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One allocation domain: everything that a report keeps, freed at once. */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <glib.h>

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *arena);

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(Arena *arena, gsize size);

/* The same, not zeroed. */
void *arena_raw(Arena *arena, gsize size);

/* Copies a span and ends it with NUL; NULs inside become spaces. */
char *arena_strndup(Arena *arena, const char *text, gsize length);

/* Copies a string; NULL gives NULL. */
char *arena_strdup(Arena *arena, const char *text);

/* Copies a string in lower case ASCII. */
char *arena_ascii_lower(Arena *arena, const char *text);

#define arena_new0(arena, type) ((type *)arena_alloc(arena, sizeof(type)))

#endif
