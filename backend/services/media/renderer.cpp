#include "backend/services/media/renderer.h"

#include <mutex>
#include <stdexcept>
#include <vips/vips8>

namespace tradepost::media {

namespace {

void startVips() {
    if (VIPS_INIT("tradepost") != 0)
        throw std::runtime_error("libvips cannot be started");
    vips_concurrency_set(1); // the pool that calls is the bound
    vips_cache_set_max(0);   // nothing is rendered twice
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* loader : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
                               "VipsForeignLoadNsgif", "VipsForeignLoadHeif"})
        vips_operation_block_set(loader, FALSE);
    g_log_set_handler(
        "VIPS", G_LOG_LEVEL_WARNING, [](const gchar*, GLogLevelFlags, const gchar*, gpointer) {}, nullptr);
}

std::unexpected<Error> undecodable() {
    vips_error_clear(); // its text may hold anything
    return invalid("content", "The picture cannot be decoded: it is damaged. Save it anew and send that.",
                   "MEDIA_MALFORMED");
}

} // namespace

Renderer::Renderer() {
    static std::once_flag once;
    std::call_once(once, startVips);
}

Result<std::pair<std::uint32_t, std::uint32_t>> Renderer::shownSize(std::string_view image) const {
    try {
        const vips::VImage header = vips::VImage::new_from_buffer(image.data(), image.size(), "");
        auto width = static_cast<std::uint32_t>(header.width()), height = static_cast<std::uint32_t>(header.height());
        if (vips_image_get_orientation_swap(header.get_image()))
            std::swap(width, height);
        return std::pair(width, height);
    } catch (const vips::VError&) {
        return undecodable();
    }
}

Result<std::string> Renderer::render(std::string_view image, std::uint32_t width, Format format) const {
    try {
        VipsBlob* const source = vips_blob_new(nullptr, image.data(), image.size()); // lent
        vips::VImage small;
        try {
            small = vips::VImage::thumbnail_buffer(source, static_cast<int>(width),
                                                   vips::VImage::option()
                                                       ->set("height", VIPS_MAX_COORD)
                                                       ->set("size", VIPS_SIZE_DOWN)
                                                       ->set("export_profile", "srgb")
                                                       ->set("fail_on", VIPS_FAIL_ON_ERROR));
        } catch (const vips::VError&) {
            vips_area_unref(VIPS_AREA(source));
            throw;
        }
        vips_area_unref(VIPS_AREA(source));
        if (format == Format::Jpeg && small.has_alpha())
            small = small.flatten(vips::VImage::option()->set("background", std::vector<double>{255, 255, 255}));
        vips::VOption* options = vips::VImage::option()->set("strip", true);
        void* bytes = nullptr;
        std::size_t size = 0;
        if (format == Format::Jpeg)
            small.write_to_buffer(".jpg", &bytes, &size,
                                  options->set("Q", 82)->set("optimize_coding", true)->set("interlace", true));
        else
            small.write_to_buffer(".webp", &bytes, &size, options->set("Q", 80)->set("effort", 3));
        std::string result(static_cast<const char*>(bytes), size);
        g_free(bytes);
        vips_thread_shutdown(); // what libvips keeps for a thread would pile up in a pool
        return result;
    } catch (const vips::VError&) {
        return undecodable();
    }
}

} // namespace tradepost::media
