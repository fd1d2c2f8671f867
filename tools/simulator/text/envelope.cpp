#include "tools/simulator/text/envelope.hpp"

#include "tools/simulator/text/json_text.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

// Beside the field that is to blame; of the real pages one for each endpoint.
constexpr std::string_view documentation = "https://developers.cloudflare.com/api/";

std::string notices_json(const std::vector<Notice>& notices);

std::string notice_json(const Notice& notice) {
    ObjectText object;
    object.number("code", notice.code).text("message", notice.message);
    if (notice.tells_more || !notice.pointer.empty())
        object.text("documentation_url", documentation);
    if (!notice.pointer.empty()) {
        object.raw("source", ObjectText{}.text("pointer", notice.pointer).take());
    }
    if (!notice.chain.empty()) object.raw("error_chain", notices_json(notice.chain));
    return object.take();
}

std::string notices_json(const std::vector<Notice>& notices) {
    std::string out = "[";
    for (const Notice& notice : notices) {
        if (out.size() > 1) out += ',';
        out += notice_json(notice);
    }
    return out + "]";
}

} // namespace

Reply success(std::string_view result) {
    Reply reply;
    reply.body.reserve(result.size() + 64);
    reply.body += R"({"success":true,"errors":[],"messages":[],"result":)";
    reply.body += result;
    reply.body += '}';
    return reply;
}

Reply success(std::string_view result, const ResultInfo& info) {
    Reply reply = success(result);
    reply.body.pop_back();
    const long long pages = (info.total_count + info.per_page - 1) / info.per_page;
    reply.body += fmt::format(R"(,"result_info":{{"page":{},"per_page":{},"count":{},)"
                              R"("total_count":{},"total_pages":{}}}}})",
                              info.page, info.per_page, info.count, info.total_count, pages);
    return reply;
}

Reply success(std::string_view result, const CursorInfo& info) {
    Reply reply = success(result);
    reply.body.pop_back();
    reply.body +=
        fmt::format(R"(,"result_info":{{"count":{},"cursor":"{}"}}}})", info.count, info.cursor);
    return reply;
}

Reply success_saying(std::string_view result, const Notice& message) {
    Reply reply;
    reply.body = fmt::format(R"({{"success":true,"errors":[],"messages":[{}],"result":{}}})",
                             notice_json(message), result);
    return reply;
}

Reply failure(int status, const std::vector<Notice>& errors) {
    Reply reply;
    reply.status = status;
    reply.body = fmt::format(R"({{"success":false,"errors":{},"messages":[],"result":null}})",
                             notices_json(errors));
    return reply;
}

Reply failure(int status, int code, std::string message, std::string pointer) {
    Notice notice;
    notice.code = code;
    notice.message = std::move(message);
    notice.pointer = std::move(pointer);
    return failure(status, std::vector<Notice>{std::move(notice)});
}

Reply not_found(std::string_view path) {
    return failure(
        404, 7003,
        fmt::format("Could not route to {}, perhaps your object identifier is invalid?", path));
}

Reply invalid(std::string message, std::string pointer) {
    return failure(400, 1001, std::move(message), std::move(pointer));
}

} // namespace tenantry::simulator
