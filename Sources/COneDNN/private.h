// The memory descriptors of oneDNN: a plain struct in version 2.x, an opaque handle in 3.x.
#ifndef CONEDNN_PRIVATE_H
#define CONEDNN_PRIVATE_H
#include "COneDNN.h"
#include <oneapi/dnnl/dnnl.h>

#define OD_VERSION_3 (DNNL_VERSION_MAJOR >= 3)

#if OD_VERSION_3
typedef dnnl_memory_desc_t od_desc;
typedef const_dnnl_memory_desc_t od_const_desc;
#define OD_DESC(layout) ((layout)->desc)
#else
typedef dnnl_memory_desc_t od_desc;
typedef const dnnl_memory_desc_t *od_const_desc;
#define OD_DESC(layout) (&(layout)->desc)
#endif

struct od_engine {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
};

struct od_layout {
  od_desc desc;
};

// Writes the dimensions of a descriptor and returns the rank.
int od_desc_dims(od_const_desc desc, dnnl_dims_t dims);
dnnl_data_type_t od_desc_type(od_const_desc desc);
int od_desc_by_tag(od_desc *desc, int rank, const dnnl_dims_t dims, dnnl_data_type_t type,
                   dnnl_format_tag_t tag);
// Creates a layout that owns the descriptor.
int od_layout_wrap(od_desc desc, od_layout **layout);

#endif
