// The difference between oneDNN 2.x and 3.x, as far as it is about memory descriptors: a plain
// struct there, an opaque handle here.
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

// Dimensions of a descriptor; returns the rank.
int od_desc_dims(od_const_desc desc, dnnl_dims_t dims);
dnnl_data_type_t od_desc_type(od_const_desc desc);
int od_desc_by_tag(od_desc *desc, int rank, const dnnl_dims_t dims, dnnl_data_type_t type,
                   dnnl_format_tag_t tag);
// Takes the descriptor over.
int od_layout_wrap(od_desc desc, od_layout **layout);

#endif
