/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bytes/gunzip.h"

#include <string.h>

/* RFC 1952 section 2.3.1 */
#define MAGIC "\x1f\x8b"

typedef struct {
  GObject parent;
  GConverter *member; /* reads one */
  gboolean between;   /* a member has ended */
} BounceGunzip;

typedef GObjectClass BounceGunzipClass;

static GType bounce_gunzip_get_type(void);
static void gunzip_implement(GConverterIface *converter);
G_DEFINE_TYPE_WITH_CODE(BounceGunzip, bounce_gunzip, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_CONVERTER,
                                              gunzip_implement))

gboolean
gunzip_is_for(const char *bytes, gsize length)
{
  return length >= 2 && memcmp(bytes, MAGIC, 2) == 0;
}

/* What stands behind the last member, such as a tape's zeros, is none. */
static GConverterResult
gunzip_convert(GConverter *converter, const void *in, gsize in_size, void *out,
               gsize out_size, GConverterFlags flags, gsize *read,
               gsize *written, GError **error)
{
  BounceGunzip *self = (BounceGunzip *)converter;
  *read = *written = 0;
  if (self->between && in_size < 2 && !(flags & G_CONVERTER_INPUT_AT_END)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                        "another member may follow");
    return G_CONVERTER_ERROR;
  }
  if (self->between && !gunzip_is_for(in, in_size))
    return G_CONVERTER_FINISHED;
  self->between = FALSE;
  GConverterResult result = g_converter_convert(
      self->member, in, in_size, out, out_size, flags, read, written, error);
  if (result == G_CONVERTER_ERROR && flags & G_CONVERTER_INPUT_AT_END &&
      g_error_matches(*error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)) {
    g_clear_error(error);
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                        "the compressed data ends too early");
  }
  if (result != G_CONVERTER_FINISHED)
    return result;
  g_converter_reset(self->member);
  self->between = TRUE;
  return G_CONVERTER_CONVERTED;
}

static void
gunzip_reset(GConverter *converter)
{
  BounceGunzip *self = (BounceGunzip *)converter;
  g_converter_reset(self->member);
  self->between = FALSE;
}

static void
gunzip_implement(GConverterIface *converter)
{
  converter->convert = gunzip_convert;
  converter->reset = gunzip_reset;
}

static void
gunzip_finalize(GObject *object)
{
  g_object_unref(((BounceGunzip *)object)->member);
  G_OBJECT_CLASS(bounce_gunzip_parent_class)->finalize(object);
}

static void
bounce_gunzip_class_init(BounceGunzipClass *class_)
{
  class_->finalize = gunzip_finalize;
}

static void
bounce_gunzip_init(BounceGunzip *self)
{
  self->member =
      G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP));
}

GConverter *
gunzip_new(void)
{
  return G_CONVERTER(g_object_new(bounce_gunzip_get_type(), NULL));
}
