/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stddef.h>
#include <string.h>

/* Of the first block; each is twice the one before, up to a bound: threads'
 * memory is made larger by a system call a block. */
#define LEAST_BYTES 4096
#define MOST_BYTES (64 * 1024)

typedef struct Block Block;
struct Block {
  Block *next;
  gsize used;
  gsize size;
  max_align_t data[];
};

struct Arena {
  Block *blocks;
};

static Block *
block_new(gsize size, Block *next)
{
  Block *block = g_malloc(sizeof(Block) + size);
  block->next = next;
  block->size = size;
  block->used = 0;
  return block;
}

Arena *
arena_new(void)
{
  Arena *arena = g_new(Arena, 1);
  arena->blocks = block_new(LEAST_BYTES, NULL);
  return arena;
}

void
arena_free(Arena *arena)
{
  Block *block = arena ? arena->blocks : NULL;
  while (block) {
    Block *next = block->next;
    g_free(block);
    block = next;
  }
  g_free(arena);
}

void *
arena_raw(Arena *arena, gsize size)
{
  Block *block = arena->blocks;
  gsize align = _Alignof(max_align_t);
  size = (size + align - 1) / align * align;
  if (block->size - block->used < size) {
    if (size > block->size / 4) {
      /* A block of its own, behind the current one, which stays in use. */
      block->next = block_new(size, block->next);
      block->next->used = size;
      return block->next->data;
    }
    block = arena->blocks = block_new(MIN(block->size * 2, MOST_BYTES), block);
  }
  void *memory = (char *)block->data + block->used;
  block->used += size;
  return memory;
}

void *
arena_alloc(Arena *arena, gsize size)
{
  return memset(arena_raw(arena, size), 0, size);
}

char *
arena_strndup(Arena *arena, const char *text, gsize length)
{
  char *copy = arena_raw(arena, length + 1);
  if (length)
    memcpy(copy, text, length);
  copy[length] = '\0';
  for (char *nul = memchr(copy, '\0', length); nul;
       nul = memchr(nul, '\0', length - (gsize)(nul - copy)))
    *nul = ' ';
  return copy;
}

char *
arena_strdup(Arena *arena, const char *text)
{
  return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *
arena_ascii_lower(Arena *arena, const char *text)
{
  char *lower = arena_strndup(arena, text, strlen(text));
  for (char *c = lower; *c; c++)
    *c = g_ascii_tolower(*c);
  return lower;
}
