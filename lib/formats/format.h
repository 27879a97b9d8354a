/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Formats: how mail servers write their bounces (docs/formats.md). Inside the
 * format engine; others need prose.h and the functions at the end.
 *
 * Those that are built in are constants, made by format_write.c of the same
 * tables. So that they need no address when the library is loaded, what is in
 * a GArray has numbers for pointers: its elements are 32-bit words alone. */
#ifndef LIB_FORMAT_H
#define LIB_FORMAT_H

#include <glib.h>

#include <bounce/error.h>

#include "rules/automaton.h"
#include "base/config.h"
#include "base/stanza.h"

typedef enum {
  CAPTURE_ADDRESS = 1,
  CAPTURE_ADDRESSES,
  CAPTURE_ORIGINAL_ADDRESS,
  CAPTURE_NEW_ADDRESS,
  CAPTURE_MAILBOX,
  CAPTURE_REMOTE_MTA,
  CAPTURE_REPORTING_MTA,
  CAPTURE_HOST,
  CAPTURE_IP,
  CAPTURE_CODE,
  CAPTURE_STATUS,
  CAPTURE_TEXT,
  CAPTURE_LINE,
  CAPTURE_COMMAND,
  CAPTURE_DATE,
  CAPTURE_RETRY_UNTIL,
  CAPTURE_LAST_ATTEMPT,
  CAPTURE_ARRIVAL_DATE,
  CAPTURE_MESSAGE_ID,
  CAPTURE_SUBJECT,
  CAPTURE_ANY
} Capture;

/* Captures without a type end where the next literal stands, or as far as they
 * may go. */
static inline gboolean
capture_is_open(Capture capture)
{
  return capture == CAPTURE_TEXT || capture == CAPTURE_LINE ||
         capture == CAPTURE_ANY || capture == CAPTURE_SUBJECT ||
         (capture >= CAPTURE_COMMAND && capture <= CAPTURE_ARRIVAL_DATE);
}

typedef enum { ITEM_LITERAL, ITEM_GAP, ITEM_CAPTURE } ItemKind;

typedef struct {
  ItemKind kind;
  Capture capture;
  guint text;   /* of a literal, in PatternTable.words: folded, without blanks
                   at its ends */
  guint length; /* 0: blanks alone */
  guint slot;   /* number of a literal that is looked for */
  gboolean space_before;
  gboolean space_after;
  gboolean alone;      /* it is all of its pattern */
  gboolean open_start; /* a capture is glued to it */
  gboolean open_end;
} PatternItem;

typedef enum {
  ROLE_RECIPIENT = 1,
  ROLE_READS,
  ROLE_ACTION,
  ROLE_COMMAND,
  ROLE_CLASS,
  ROLE_KIND,
  ROLE_CONTACT,
  ROLE_CLIENT,
  ROLE_SERVER,
  ROLE_REPORT_AFTER,
  ROLE_REPORT_FROM,
  ROLE_REPORT_UNTIL,
  ROLE_ORIGINAL_AFTER,
  ROLE_ORIGINAL_FROM,
  ROLE_LIST_AFTER,
  ROLE_LIST_UNTIL
} PatternRole;

typedef struct {
  PatternRole role;
  guint32 value;        /* of ROLE_ACTION and others: the code */
  guint statement;      /* the same for alternatives */
  gboolean at_line;     /* starts at the start of a line */
  gboolean at_end;      /* ends at the end of a line */
  gboolean weak;        /* has no letters: an address alone */
  gboolean has_address; /* captures an address in the line it starts */
  guint header;         /* where it looks instead of the text: its name, in
                           PatternTable.words; 0: in the text */
  guint first_item;     /* in PatternTable.items */
  guint n_items;
  guint n_same; /* so many of its first items match as the pattern's before */
} Pattern;

/* What a line must have for a pattern that starts it with a capture. */
typedef enum {
  LINE_SIGN = 1 << 0,    /* an '@' */
  LINE_ADDRESS = 1 << 1, /* an address where it starts */
  LINE_CODE = 1 << 2,    /* a code's first digit there */
  LINE_HOST = 1 << 3,    /* a host there */
  LINE_ALL = (1 << 4) - 1
} LineNeeds;

/* A pattern that starts a line with a capture. */
typedef struct {
  guint pattern;
  guint follows; /* the byte behind an address, maybe behind white space; a line
                    end; 0: any */
} LineStart;

/* The first literal of patterns that follow each other and have the same one,
 * blanks in it collapsed. */
typedef struct {
  guint length;
  guint pattern;    /* the first of them */
  guint n;          /* how many they are */
  gboolean at_line; /* what the patterns need */
  gboolean has_address;
} PatternKey;

/* The patterns that are run together, and how they are found. */
typedef struct {
  GArray *patterns;            /* of Pattern */
  GArray *items;               /* of PatternItem */
  GString *words;              /* their texts, with a NUL after each */
  GArray *keys;                /* of PatternKey */
  AutomatonTables trie;        /* of the keys: phrase i is key i */
  GArray *at_lines;            /* of LineStart, by what a line has */
  guint at_line[LINE_ALL + 2]; /* the first of those, and one past the last */
  GArray *in_headers;          /* of guint: look into a header field */
  GArray *starts;              /* of guint, bits: what a key may start with */
  guint n_slots;               /* literals that are looked for */
  guint n_alike; /* so many patterns' keys may stand at one place */
} PatternTable;

static inline const Pattern *
pattern_at(const PatternTable *table, guint i)
{
  return &g_array_index(table->patterns, Pattern, i);
}

static inline const PatternItem *
pattern_items(const PatternTable *table, const Pattern *pattern)
{
  return &g_array_index(table->items, PatternItem, pattern->first_item);
}

/* Whether a pattern puts something behind a host that could be the host's. */
static inline gboolean
pattern_opens_bracket(const PatternTable *table, const PatternItem *next)
{
  char first = next->kind == ITEM_LITERAL && next->length
                   ? table->words->str[next->text]
                   : '\0';
  return first == '[' || first == '(' || first == '<';
}

typedef struct {
  guint32 mark; /* number in FormatSet.marks */
  gboolean negated;
} KnownMark;

typedef struct {
  const char *name;
  guint line; /* where its stanza starts in its file */
  PatternTable table;
  GPtrArray *samples; /* const char *; built in: none */
  int prefer;
  BounceAction action; /* 0: not told */
  BounceKind kind;     /* 0: not told */
  gboolean is_known;   /* it has alternatives */
  gboolean has_source;
} Format;

typedef struct {
  guint field; /* 1 + number of the header, 0: the text */
  guint text;  /* in FormatSet.texts, 0: the field need only be there */
  guint letters;
  guint bytes;      /* of the phrase */
  guint group;      /* the first of the marks of which one is enough */
  guint opens;      /* 1 + the alternative whose first mark it is, 0: none */
  guint decides;    /* 1 + the alternative that has the text read, 0: none */
  guint next;       /* 1 + the next mark without a text of the same header */
  gboolean strong;  /* a format whose mark it is, is known by the header */
  gboolean in_text; /* the text may hold it, or one that is as good */
  gboolean waits;   /* for another one that only the header can hold */
  gboolean starts;  /* the field or text starts with it */
  gboolean empty;   /* the field holds no letters: a null path */
} Mark;

typedef enum {
  LIST_KNOWN,
  LIST_LIKELY,
  LIST_UNLIKELY,
  LIST_AUTOMATIC
} AlternativeList;

#define GENERAL G_MAXUINT

/* One alternative of the lines that tell a format: all of its marks must hold.
 */
typedef struct {
  guint format; /* number in FormatSet.formats, GENERAL: the general one */
  AlternativeList list;
  guint first; /* in FormatSet.known_marks */
  guint n;
  guint letters;
  gboolean looks_later; /* some of its marks stand in fields that wait */
} Alternative;

/* A header field that marks or patterns look into. */
typedef struct {
  guint name; /* in FormatSet.texts */
  guint length;
  guint wordless;     /* 1 + the first of the marks without a text, 0: none */
  gboolean has_texts; /* some marks have one */
  gboolean waits;     /* all of those wait for others */
  guint next;         /* 1 + the next one with the same key, 0: none */
} HeaderName;

/* Keys of header fields' names. */
#define HEADER_KEYS 64

struct FormatSet {
  gboolean builtin;      /* a constant */
  const FormatSet *base; /* whose formats may be named, too, NULL: none */
  GStringChunk *strings; /* names of formats and samples */
  GString *texts;        /* of marks, names of headers, a NUL after each */
  GPtrArray *formats;    /* Format * */
  Format *general;       /* NULL: none */
  GArray *marks;         /* of Mark */
  AutomatonTables automaton;
  GArray *phrases;      /* of guint: mark of a phrase of the automaton */
  GArray *headers;      /* of HeaderName: that marks look into */
  GArray *header_keys;  /* of guint: 1 + the first one of each key, 0: none */
  GArray *known_marks;  /* of KnownMark */
  GArray *alternatives; /* of Alternative */
  GArray *by_text;      /* of guint: those that the text alone may decide */
};

/* 1 + the number of a header field that marks look into, 0: they look into no
 * such field. */
guint format_header_number(const FormatSet *set, const char *name);

/* The formats that are built in: constants. */
FormatSet *formats_builtin(void);

/* Compiles formats; those of another set may be named in them (NULL: none).
 * NULL with an error for what can't be read. */
FormatSet *formats_compile(const StanzaText *texts, guint n,
                           const FormatSet *base, BounceError **error);

/* Frees a set; the built-in one stays. */
void formats_free(FormatSet *set);

/* A format by its name, or NULL. */
const Format *formats_find(const FormatSet *set, const char *name);

#endif
