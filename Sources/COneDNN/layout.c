#include "private.h"
#include <stdlib.h>
#include <string.h>

int od_layout_wrap(od_desc desc, od_layout **out) {
  od_layout *layout = malloc(sizeof *layout);
  if (!layout) return dnnl_out_of_memory;
  layout->desc = desc;
  *out = layout;
  return 0;
}

#if OD_VERSION_3

int od_desc_dims(od_const_desc desc, dnnl_dims_t dims) {
  int rank = 0;
  dnnl_dims_t *found = NULL;
  dnnl_memory_desc_query(desc, dnnl_query_ndims_s32, &rank);
  dnnl_memory_desc_query(desc, dnnl_query_dims, &found);
  memcpy(dims, *found, (size_t)rank * sizeof **found);
  return rank;
}

int od_desc_by_tag(od_desc *desc, int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_create_with_tag(desc, rank, dims, dnnl_f32, tag);
}

void od_layout_destroy(od_layout *layout) {
  if (layout) dnnl_memory_desc_destroy(layout->desc);
  free(layout);
}

#else

int od_desc_dims(od_const_desc desc, dnnl_dims_t dims) {
  memcpy(dims, desc->dims, (size_t)desc->ndims * sizeof *desc->dims);
  return desc->ndims;
}

int od_desc_by_tag(od_desc *desc, int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_init_by_tag(desc, rank, dims, dnnl_f32, tag);
}

void od_layout_destroy(od_layout *layout) { free(layout); }

#endif

int od_layout_equal(const od_layout *a, const od_layout *b) {
  return dnnl_memory_desc_equal(OD_DESC(a), OD_DESC(b));
}

int od_layout_rank(const od_layout *layout) {
  dnnl_dims_t dims;
  return od_desc_dims(OD_DESC(layout), dims);
}

size_t od_layout_bytes(const od_layout *layout) {
  return dnnl_memory_desc_get_size(OD_DESC(layout));
}
