/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses and hosts as fields and prose spell them. */
#ifndef LIB_ADDRESS_H
#define LIB_ADDRESS_H

#include <glib.h>

#include "base/arena.h"

/* The address in a field's value: "rfc822; <user@example.org> (comment)",
 * "utf-8; ...", "user@example.org:". Embedded unicode (RFC 6533 section 3) is
 * decoded. Source routes (RFC 5321 section 4.1.1.3) are passed over. NULL when
 * there is none. */
const char *address_read(Arena *arena, const char *value);

/* Whether a span looks like an address: a local part, "@" and a domain. */
gboolean address_is_valid(const char *text, gsize length);

/* The address as people write it in From or To: "Name <user@example.org>",
 * "user@example.org (Name)". NULL when there is none. */
const char *address_of_mailbox(Arena *arena, const char *value);

/* The host in a field's value: "dns; mx.example.org (192.0.2.1)",
 * "[192.0.2.1]", "mx.example.org.": name or address without brackets, without
 * the final dot. NULL when there is none. */
const char *host_read(Arena *arena, const char *value);

/* Whether a span is a host name with a dot, or an IPv4 or IPv6 address. */
gboolean host_is_valid(const char *text, gsize length);

/* The value without the type before its ";" (RFC 3464 section 2.1.2); *type
 * and *type_length say the type, NULL and 0 when there is none. */
const char *field_skip_type(const char *value, const char **type,
                            gsize *type_length);

#endif
