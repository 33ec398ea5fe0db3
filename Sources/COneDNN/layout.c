// Layouts: the order of a tensor's numbers in memory.
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

dnnl_data_type_t od_desc_type(od_const_desc desc) {
  dnnl_data_type_t type = dnnl_data_type_undef;
  dnnl_memory_desc_query(desc, dnnl_query_data_type, &type);
  return type;
}

int od_desc_by_tag(od_desc *desc, int rank, const dnnl_dims_t dims, dnnl_data_type_t type,
                   dnnl_format_tag_t tag) {
  return dnnl_memory_desc_create_with_tag(desc, rank, dims, type, tag);
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

dnnl_data_type_t od_desc_type(od_const_desc desc) { return desc->data_type; }

int od_desc_by_tag(od_desc *desc, int rank, const dnnl_dims_t dims, dnnl_data_type_t type,
                   dnnl_format_tag_t tag) {
  return dnnl_memory_desc_init_by_tag(desc, rank, dims, type, tag);
}

void od_layout_destroy(od_layout *layout) { free(layout); }

#endif

int od_layout_create(int rank, const int64_t *dimensions, int type, int lanes, od_layout **out) {
  static const dnnl_format_tag_t row_major[] = {dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde};
  if (rank < 1 || rank > 5) return dnnl_invalid_arguments;
  dnnl_format_tag_t tag = dnnl_format_tag_any;
  if (lanes == 1) tag = row_major[rank - 1];
  if (lanes > 1) tag = lanes == 16 ? dnnl_nChw16c : dnnl_nChw8c;
  dnnl_dims_t dims = {0};
  memcpy(dims, dimensions, (size_t)rank * sizeof *dimensions);
  od_desc desc;
  int status = od_desc_by_tag(&desc, rank, dims, type == OD_BF16 ? dnnl_bf16 : dnnl_f32, tag);
  return status ? status : od_layout_wrap(desc, out);
}

int od_layout_create_kernels(int rank, const int64_t *dimensions, od_layout **out) {
  if (rank != 4 && rank != 5) return dnnl_invalid_arguments;
  dnnl_dims_t dims = {0};
  memcpy(dims, dimensions, (size_t)rank * sizeof *dimensions);
  od_desc desc;
  int status = od_desc_by_tag(&desc, rank, dims, dnnl_f32,
                              rank == 5 ? dnnl_gOIhw16i16o : dnnl_OIhw16i16o);
  return status ? status : od_layout_wrap(desc, out);
}

int od_layout_create_swapped(const int64_t *dimensions, od_layout **out) {
  dnnl_dims_t dims = {0};
  memcpy(dims, dimensions, 5 * sizeof *dimensions);
  od_desc desc;
  int status = od_desc_by_tag(&desc, 5, dims, dnnl_f32, dnnl_bacde);
  return status ? status : od_layout_wrap(desc, out);
}

int od_layout_part(const od_layout *layout, int64_t first, int64_t count, od_layout **out) {
  dnnl_dims_t dims = {0}, offsets = {first};
  od_desc_dims(OD_DESC(layout), dims);
  dims[0] = count;
  od_desc desc;
#if OD_VERSION_3
  int status = dnnl_memory_desc_create_submemory(&desc, layout->desc, dims, offsets);
#else
  int status = dnnl_memory_desc_init_submemory(&desc, &layout->desc, dims, offsets);
#endif
  return status ? status : od_layout_wrap(desc, out);
}

int od_layout_equal(const od_layout *a, const od_layout *b) {
  return dnnl_memory_desc_equal(OD_DESC(a), OD_DESC(b));
}

int od_layout_dimensions(const od_layout *layout, int64_t *dimensions) {
  return od_desc_dims(OD_DESC(layout), dimensions);
}

int od_layout_type(const od_layout *layout) {
  return od_desc_type(OD_DESC(layout)) == dnnl_bf16 ? OD_BF16 : OD_FP32;
}

int od_layout_lanes(const od_layout *layout) {
  dnnl_dims_t dims;
  if (od_desc_dims(OD_DESC(layout), dims) != 4) return 0;
  const struct {
    dnnl_format_tag_t tag;
    int lanes;
  } known[] = {{dnnl_nchw, 1}, {dnnl_nChw16c, 16}, {dnnl_nChw8c, 8}, {dnnl_nChw4c, 4}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    od_desc desc;
    od_layout *candidate;
    if (od_desc_by_tag(&desc, 4, dims, od_desc_type(OD_DESC(layout)), known[i].tag) ||
        od_layout_wrap(desc, &candidate))
      return 0;
    int equal = od_layout_equal(layout, candidate);
    od_layout_destroy(candidate);
    if (equal) return known[i].lanes;
  }
  return 0;
}

size_t od_layout_bytes(const od_layout *layout) {
  return dnnl_memory_desc_get_size(OD_DESC(layout));
}
