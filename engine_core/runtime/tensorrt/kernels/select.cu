// The rows of a dense head whose confidence reaches a floor, each with its number, in any order.
//
// The block that is written: the count of all rows that reach the floor, three words unused, then for each of
// them, as far as there is room, its number and its columns as 32-bit floats.

const int HEADER_WORDS = 4;

#ifdef __CUDACC__
__device__ float from_half(unsigned short bits)
{
    float value;
    asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
    return value;
}
#endif

__device__ float number(const float* at) { return *at; }

__device__ float number(const unsigned short* at) { return from_half(*at); }

__device__ float logistic(float value) { return 1.0f / (1.0f + expf(-value)); }

template <typename Element>
__device__ void choose(
    const Element* __restrict__ head, unsigned int* __restrict__ block, int rows, int columns, int column_step, int row_step,
    int first_score, int scores, int objectness, int logits, float floor, int capacity)
{
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) {
        return;
    }
    const Element* own = head + static_cast<long long>(row) * row_step;
    float factor = 1.0f;
    if (objectness >= 0) {
        factor = number(own + static_cast<long long>(objectness) * column_step);
        if (logits) {
            factor = logistic(factor);
        }
        // As the decoder does: no product of two probabilities exceeds the first. NaN fails.
        if (!(factor >= floor)) {
            return;
        }
    }
    float best = -3.402823466e+38f;
    const Element* score = own + static_cast<long long>(first_score) * column_step;
#pragma unroll 16
    for (int index = 0; index < scores; ++index) {
        float value = number(score + static_cast<long long>(index) * column_step);
        // NaN never wins: a row with one may stay, and the decoder drops it.
        best = value > best ? value : best;
    }
    if (objectness >= 0) {
        best = factor * (logits ? logistic(best) : best);
    }
    if (!(best >= floor)) {
        return;
    }
    unsigned int place = atomicAdd(block, 1u);
    if (place >= static_cast<unsigned int>(capacity)) {
        return;
    }
    unsigned int* record = block + HEADER_WORDS + static_cast<long long>(place) * (1 + columns);
    record[0] = static_cast<unsigned int>(row);
#pragma unroll 16
    for (int index = 0; index < columns; ++index) {
        float value = number(own + static_cast<long long>(index) * column_step);
        record[1 + index] = __float_as_uint(value);
    }
}

// One thread for each row. Without objectness the floor of logits is a logit itself.

extern "C" __global__ void select_float16(
    const unsigned short* head, unsigned int* block, int rows, int columns, int column_step, int row_step,
    int first_score, int scores, int objectness, int logits, float floor, int capacity)
{
    choose(
        head, block, rows, columns, column_step, row_step, first_score, scores, objectness, logits, floor,
        capacity);
}

extern "C" __global__ void select_float32(
    const float* head, unsigned int* block, int rows, int columns, int column_step, int row_step,
    int first_score, int scores, int objectness, int logits, float floor, int capacity)
{
    choose(
        head, block, rows, columns, column_step, row_step, first_score, scores, objectness, logits, floor,
        capacity);
}
