// An operation is a primitive with its arguments, made and bound once and run in every step.
#include "private.h"
#include <stdlib.h>

struct od_operation {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  dnnl_exec_arg_t arguments[OD_ROLES];
  int count;
};

// oneDNN's argument of a role. A reorder has the same arguments as a layer.
static const int argument_of[OD_ROLES] = {
    [OD_SOURCE] = DNNL_ARG_SRC,
    [OD_WEIGHTS] = DNNL_ARG_WEIGHTS,
    [OD_BIAS] = DNNL_ARG_BIAS,
    [OD_DESTINATION] = DNNL_ARG_DST,
    [OD_WORKSPACE] = DNNL_ARG_WORKSPACE,
    [OD_SOURCE_GRADIENT] = DNNL_ARG_DIFF_SRC,
    [OD_WEIGHTS_GRADIENT] = DNNL_ARG_DIFF_WEIGHTS,
    [OD_BIAS_GRADIENT] = DNNL_ARG_DIFF_BIAS,
    [OD_DESTINATION_GRADIENT] = DNNL_ARG_DIFF_DST,
};

static dnnl_alg_kind_t eltwise_kind(int activation) {
  return activation == OD_TANH ? dnnl_eltwise_tanh_use_dst_for_bwd
                               : dnnl_eltwise_relu_use_dst_for_bwd;
}

static int attributes_with(int activation, dnnl_primitive_attr_t *out) {
  *out = NULL;
  if (activation == OD_LINEAR) return 0;
  dnnl_post_ops_t operations = NULL;
  int status = dnnl_primitive_attr_create(out);
  if (!status) status = dnnl_post_ops_create(&operations);
  dnnl_alg_kind_t kind = activation == OD_TANH ? dnnl_eltwise_tanh : dnnl_eltwise_relu;
#if OD_VERSION_3
  if (!status) status = dnnl_post_ops_append_eltwise(operations, kind, 0, 0);
#else
  if (!status) status = dnnl_post_ops_append_eltwise(operations, 1, kind, 0, 0);
#endif
  if (!status) status = dnnl_primitive_attr_set_post_ops(*out, operations);
  if (operations) dnnl_post_ops_destroy(operations);
  return status;
}

// Creates the primitive of a description. The operation owns both.
static int finish(int status, dnnl_primitive_desc_t description, od_operation **out) {
  if (status) return status;
  od_operation *operation = calloc(1, sizeof *operation);
  if (!operation) {
    dnnl_primitive_desc_destroy(description);
    return dnnl_out_of_memory;
  }
  operation->description = description;
  status = dnnl_primitive_create(&operation->primitive, description);
  if (status) {
    od_operation_destroy(operation);
    return status;
  }
  *out = operation;
  return 0;
}

static const_dnnl_primitive_desc_t hint_of(const od_operation *forward) {
  return forward ? forward->description : NULL;
}

#if OD_VERSION_3
#define LAYOUT(layout) ((layout) ? (layout)->desc : NULL)
#else
#define LAYOUT(layout) ((layout) ? &(layout)->desc : NULL)
#endif

int od_convolution(od_engine *engine, int pass, const od_layout *source, const od_layout *weights,
                   const od_layout *bias, const od_layout *destination, od_window window,
                   int activation, const od_operation *forward, od_operation **out) {
  const dnnl_alg_kind_t kind = dnnl_convolution_direct;
  dnnl_dims_t strides = {window.stride, window.stride};
  dnnl_dims_t before = {window.padding, window.padding};
  dnnl_dims_t after = {window.padding_below, window.padding_right};
  dnnl_primitive_attr_t attributes;
  int status = attributes_with(activation, &attributes);
  dnnl_primitive_desc_t made = NULL;
  if (status) return status;
#if OD_VERSION_3
  dnnl_dims_t dilation = {0, 0};
  switch (pass) {
  case OD_FORWARD:
    status = dnnl_convolution_forward_primitive_desc_create(
        &made, engine->engine, dnnl_forward_training, kind, LAYOUT(source),
        LAYOUT(weights), LAYOUT(bias), LAYOUT(destination), strides, dilation, before, after,
        attributes);
    break;
  case OD_BACKWARD_DATA:
    status = dnnl_convolution_backward_data_primitive_desc_create(
        &made, engine->engine, kind, LAYOUT(source), LAYOUT(weights),
        LAYOUT(destination), strides, dilation, before, after, hint_of(forward), attributes);
    break;
  default:
    status = dnnl_convolution_backward_weights_primitive_desc_create(
        &made, engine->engine, kind, LAYOUT(source), LAYOUT(weights),
        LAYOUT(bias), LAYOUT(destination), strides, dilation, before, after, hint_of(forward),
        attributes);
  }
#else
  dnnl_convolution_desc_t desc;
  switch (pass) {
  case OD_FORWARD:
    status = dnnl_convolution_forward_desc_init(
        &desc, dnnl_forward_training, kind, LAYOUT(source), LAYOUT(weights),
        LAYOUT(bias), LAYOUT(destination), strides, before, after);
    break;
  case OD_BACKWARD_DATA:
    status = dnnl_convolution_backward_data_desc_init(&desc, kind,
                                                      LAYOUT(source), LAYOUT(weights),
                                                      LAYOUT(destination), strides, before, after);
    break;
  default:
    status = dnnl_convolution_backward_weights_desc_init(
        &desc, kind, LAYOUT(source), LAYOUT(weights), LAYOUT(bias),
        LAYOUT(destination), strides, before, after);
  }
  if (!status)
    status = dnnl_primitive_desc_create(&made, &desc, attributes, engine->engine, hint_of(forward));
#endif
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  return finish(status, made, out);
}

int od_inner_product(od_engine *engine, int pass, const od_layout *source,
                     const od_layout *weights, const od_layout *bias,
                     const od_layout *destination, int activation, const od_operation *forward,
                     od_operation **out) {
  dnnl_primitive_attr_t attributes;
  int status = attributes_with(activation, &attributes);
  dnnl_primitive_desc_t made = NULL;
  if (status) return status;
#if OD_VERSION_3
  switch (pass) {
  case OD_FORWARD:
    status = dnnl_inner_product_forward_primitive_desc_create(
        &made, engine->engine, dnnl_forward_training, LAYOUT(source), LAYOUT(weights),
        LAYOUT(bias), LAYOUT(destination), attributes);
    break;
  case OD_BACKWARD_DATA:
    status = dnnl_inner_product_backward_data_primitive_desc_create(
        &made, engine->engine, LAYOUT(source), LAYOUT(weights), LAYOUT(destination),
        hint_of(forward), attributes);
    break;
  default:
    status = dnnl_inner_product_backward_weights_primitive_desc_create(
        &made, engine->engine, LAYOUT(source), LAYOUT(weights), LAYOUT(bias), LAYOUT(destination),
        hint_of(forward), attributes);
  }
#else
  dnnl_inner_product_desc_t desc;
  switch (pass) {
  case OD_FORWARD:
    status = dnnl_inner_product_forward_desc_init(&desc, dnnl_forward_training, LAYOUT(source),
                                                  LAYOUT(weights), LAYOUT(bias),
                                                  LAYOUT(destination));
    break;
  case OD_BACKWARD_DATA:
    status = dnnl_inner_product_backward_data_desc_init(&desc, LAYOUT(source), LAYOUT(weights),
                                                        LAYOUT(destination));
    break;
  default:
    status = dnnl_inner_product_backward_weights_desc_init(
        &desc, LAYOUT(source), LAYOUT(weights), LAYOUT(bias), LAYOUT(destination));
  }
  if (!status)
    status = dnnl_primitive_desc_create(&made, &desc, attributes, engine->engine, hint_of(forward));
#endif
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  return finish(status, made, out);
}

int od_activation(od_engine *engine, int pass, int activation, const od_layout *layout,
                  od_operation **out) {
  dnnl_alg_kind_t kind = eltwise_kind(activation);
  dnnl_primitive_desc_t forward = NULL, made = NULL;
#if OD_VERSION_3
  int status = dnnl_eltwise_forward_primitive_desc_create(
      &forward, engine->engine, dnnl_forward_training, kind, LAYOUT(layout), LAYOUT(layout), 0, 0,
      NULL);
  if (!status && pass != OD_FORWARD)
    status = dnnl_eltwise_backward_primitive_desc_create(&made, engine->engine, kind,
                                                         LAYOUT(layout), LAYOUT(layout),
                                                         LAYOUT(layout), 0, 0, forward, NULL);
#else
  dnnl_eltwise_desc_t desc;
  int status =
      dnnl_eltwise_forward_desc_init(&desc, dnnl_forward_training, kind, LAYOUT(layout), 0, 0);
  if (!status) status = dnnl_primitive_desc_create(&forward, &desc, NULL, engine->engine, NULL);
  if (!status && pass != OD_FORWARD) {
    status = dnnl_eltwise_backward_desc_init(&desc, kind, LAYOUT(layout), LAYOUT(layout), 0, 0);
    if (!status) status = dnnl_primitive_desc_create(&made, &desc, NULL, engine->engine, forward);
  }
#endif
  if (pass == OD_FORWARD) return finish(status, forward, out);
  if (forward) dnnl_primitive_desc_destroy(forward);
  return finish(status, made, out);
}

int od_pooling(od_engine *engine, int pass, int pooling, const od_layout *source,
               const od_layout *destination, od_window window, const od_operation *forward,
               od_operation **out) {
  dnnl_alg_kind_t kind =
      pooling == OD_MAXIMUM ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
  dnnl_dims_t kernel = {window.kernel, window.kernel};
  dnnl_dims_t strides = {window.stride, window.stride};
  dnnl_dims_t before = {window.padding, window.padding};
  dnnl_dims_t after = {window.padding_below, window.padding_right};
  dnnl_primitive_desc_t made = NULL;
#if OD_VERSION_3
  dnnl_dims_t dilation = {0, 0};
  int status = pass == OD_FORWARD
                   ? dnnl_pooling_forward_primitive_desc_create(
                         &made, engine->engine, dnnl_forward_training, kind, LAYOUT(source),
                         LAYOUT(destination), strides, kernel, dilation, before, after, NULL)
                   : dnnl_pooling_backward_primitive_desc_create(
                         &made, engine->engine, kind, LAYOUT(source), LAYOUT(destination), strides,
                         kernel, dilation, before, after, hint_of(forward), NULL);
#else
  dnnl_pooling_desc_t desc;
  int status = pass == OD_FORWARD
                   ? dnnl_pooling_forward_desc_init(&desc, dnnl_forward_training, kind,
                                                    LAYOUT(source), LAYOUT(destination), strides,
                                                    kernel, before, after)
                   : dnnl_pooling_backward_desc_init(&desc, kind, LAYOUT(source),
                                                     LAYOUT(destination), strides, kernel, before,
                                                     after);
  if (!status)
    status = dnnl_primitive_desc_create(&made, &desc, NULL, engine->engine, hint_of(forward));
#endif
  return finish(status, made, out);
}

int od_reorder(od_engine *engine, const od_layout *from, const od_layout *to, od_operation **out) {
  dnnl_primitive_desc_t made = NULL;
  int status = dnnl_reorder_primitive_desc_create(&made, LAYOUT(from), engine->engine, LAYOUT(to),
                                                  engine->engine, NULL);
  return finish(status, made, out);
}

od_layout *od_operation_layout(const od_operation *operation, int role) {
  od_const_desc found = dnnl_primitive_desc_query_md(operation->description,
                                                     dnnl_query_exec_arg_md, argument_of[role]);
  if (!found || dnnl_memory_desc_get_size(found) == 0) return NULL;
  od_layout *layout = NULL;
#if OD_VERSION_3
  od_desc copy;
  if (dnnl_memory_desc_clone(&copy, found)) return NULL;
  if (od_layout_wrap(copy, &layout)) return NULL;
#else
  if (od_layout_wrap(*found, &layout)) return NULL;
#endif
  return layout;
}

const char *od_operation_implementation(const od_operation *operation) {
  const char *name = NULL;
  dnnl_primitive_desc_query(operation->description, dnnl_query_impl_info_str, 0, &name);
  return name ? name : "";
}

void od_operation_bind(od_operation *operation, int role, od_memory *memory) {
  operation->arguments[operation->count++] =
      (dnnl_exec_arg_t){argument_of[role], (dnnl_memory_t)memory};
}

int od_operation_run(od_engine *engine, const od_operation *operation) {
  return dnnl_primitive_execute(operation->primitive, engine->stream, operation->count,
                                operation->arguments);
}

void od_operation_destroy(od_operation *operation) {
  if (!operation) return;
  if (operation->primitive) dnnl_primitive_destroy(operation->primitive);
  if (operation->description) dnnl_primitive_desc_destroy(operation->description);
  free(operation);
}
