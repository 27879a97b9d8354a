/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making the parts of a walk, within its limits. */
#ifndef LIB_PARTS_H
#define LIB_PARTS_H

#include <gmime/gmime.h>

#include "walk/walk.h"

/* GMime 3.2 does not define these itself. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFilter, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

/* What a part of this type is, which is in lower case. */
PartKind parts_kind_of_type(const char *type);

/* Adds an empty part; NULL when the limit is reached. The pointer is valid
 * until the next part is added. The type is copied in lower case. */
Part *parts_add(Walk *walk, const char *path, const char *type, guint depth);

/* The part's text, decoded from bytes in a character set (NULL: not told). */
void parts_set_text(Walk *walk, Part *part, const char *bytes, gsize length,
                    const char *charset);

/* The same from bytes in a transfer encoding. */
void parts_set_encoded(Walk *walk, Part *part, const char *bytes, gsize length,
                       GMimeContentEncoding encoding, const char *charset);

/* As many encoded bytes as are decoded: quoted-printable takes three for one,
 * and one more tells of the rest. */
gsize parts_encoded_room(const Walk *walk);

/* Reads the message's own header. */
void parts_read_header(Walk *walk, const char *header, gsize length);

/* Adds what is left when MIME gives no text: the body as it stands. */
void parts_add_body(Walk *walk, const char *body, gsize length);

/* Whether any part has a text. */
gboolean parts_have_text(const Walk *walk);

/* The path of a multipart's n-th part. */
const char *parts_child_path(Walk *walk, const char *parent, guint n);

/* Reads header fields, the empty lines before them passed over. */
void parts_read_fields(Walk *walk, const char *text, gsize length,
                       Fields *fields);

/* Looks at a filled part: corrects what its label says, reads the header of an
 * original. */
void parts_finish(Walk *walk, Part *part);

/* Whether a part without a type may be a delivery status all the same, by its
 * type and the bytes of its encoded body: some systems label all attachments
 * so. */
gboolean parts_may_be_status(const char *type, gint64 length);

/* Whether such a part's own header may hold the original's fields. */
gboolean parts_may_hold_fields(PartKind kind);

/* Whether the parts seen so far say nothing, or no more than a note that names
 * nobody. */
gboolean parts_are_silent(const Walk *walk);

#endif
