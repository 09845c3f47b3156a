// From the picture to the input tensor in one go: scale, place, pad, order the channels, normalise.
//
// The arithmetic is that of cv2.resize with INTER_LINEAR for bytes (modules/imgproc/src/resize.cpp): weights
// of 11 bits along each axis, made on the host; the horizontal sums are cut by 4 bits, each product with a
// vertical weight by 16, and the last two bits are rounded away. (Exactly half the size, which OpenCV does as
// the mean of four pixels, comes out the same.) What is fed for a pixel value comes from a table, so no
// floating point is involved.

struct Plan {
    int input_w, input_h;   // of the network
    int x, y, w, h;         // where the picture lies in it
    int row_bytes;          // of the picture, whose rows are those that are needed and no others
    int channels;           // 0: red, green, blue; 1: blue, green, red; 2: brightness
    int channels_last;
    int places;             // of the batch; all get the same
    int padding[3];         // pixel value of each plane
    int unused[3];
    // Here follow w columns and then h rows, each with where two samples lie and what they weigh.
};

struct Samples {
    int first, second;                // byte in the row for columns, row of the picture for rows
    int first_weight, second_weight;  // out of 2048
};

__device__ int sampled(
    const unsigned char* upper, const unsigned char* lower, Samples column, Samples row)
{
    int above = upper[column.first] * column.first_weight + upper[column.second] * column.second_weight;
    int below = lower[column.first] * column.first_weight + lower[column.second] * column.second_weight;
    int sum = ((row.first_weight * (above >> 4)) >> 16) + ((row.second_weight * (below >> 4)) >> 16);
    int value = (sum + 2) >> 2;
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

template <typename Element>
__device__ void fit(
    const unsigned char* __restrict__ picture, const Plan* __restrict__ plan,
    const Element* __restrict__ table, Element* __restrict__ tensor)
{
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    int row = blockIdx.y * blockDim.y + threadIdx.y;
    if (column >= plan->input_w || row >= plan->input_h) {
        return;
    }
    int pixel[3] = {plan->padding[0], plan->padding[1], plan->padding[2]};
    int across = column - plan->x;
    int down = row - plan->y;
    if (across >= 0 && across < plan->w && down >= 0 && down < plan->h) {
        const Samples* samples = reinterpret_cast<const Samples*>(plan + 1);
        Samples horizontal = samples[across];
        Samples vertical = samples[plan->w + down];
        const unsigned char* upper = picture + static_cast<long long>(vertical.first) * plan->row_bytes;
        const unsigned char* lower = picture + static_cast<long long>(vertical.second) * plan->row_bytes;
        int red = sampled(upper, lower, horizontal, vertical);
        int green = sampled(upper + 1, lower + 1, horizontal, vertical);
        int blue = sampled(upper + 2, lower + 2, horizontal, vertical);
        if (plan->channels == 2) {
            // cv2.COLOR_RGB2GRAY (modules/imgproc/src/color_rgb.simd.hpp): weights of 15 bits.
            pixel[0] = (red * 9798 + green * 19235 + blue * 3735 + 16384) >> 15;
        } else {
            pixel[0] = plan->channels ? blue : red;
            pixel[1] = green;
            pixel[2] = plan->channels ? red : blue;
        }
    }
    int planes = plan->channels == 2 ? 1 : 3;
    long long area = static_cast<long long>(plan->input_w) * plan->input_h;
    long long here = static_cast<long long>(row) * plan->input_w + column;
    for (int plane = 0; plane < planes; ++plane) {
        Element value = table[256 * plane + pixel[plane]];
        long long offset = plan->channels_last ? here * planes + plane : area * plane + here;
        for (int place = 0; place < plan->places; ++place) {
            tensor[area * planes * place + offset] = value;
        }
    }
}

// One thread for each pixel of the input; the elements are moved as they are, whatever they mean.

extern "C" __global__ void fit_1(
    const unsigned char* picture, const Plan* plan, const unsigned char* table, unsigned char* tensor)
{
    fit(picture, plan, table, tensor);
}

extern "C" __global__ void fit_2(
    const unsigned char* picture, const Plan* plan, const unsigned short* table, unsigned short* tensor)
{
    fit(picture, plan, table, tensor);
}

extern "C" __global__ void fit_4(
    const unsigned char* picture, const Plan* plan, const unsigned int* table, unsigned int* tensor)
{
    fit(picture, plan, table, tensor);
}
