// tenantry-phases MANIFESTS...: does what `tenantry plan` does, phase by phase, and prints the CPU
// seconds of each as one line of JSON. CLOUDFLARE_BASE_URL and CLOUDFLARE_API_TOKEN name the API;
// the client's pace is off. "http" is what is left of reading when parsing and from_api are taken
// off: sockets, HTTP, coroutines, and putting pages together.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/reader/reader.hpp"
#include "engine/render/render.hpp"
#include "tools/bench/cpu.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>

namespace {

using namespace tenantry;
using bench::cpu_now;
namespace asio = boost::asio;

double cpu_of(const std::function<void()>& work) {
    const double begun = cpu_now();
    work();
    return cpu_now() - begun;
}

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "tenantry-phases: %s\n", what.c_str());
    std::exit(1);
}

/// Keeps the answers that pass, with the path that was asked.
class Recorder final : public http::Api {
public:
    struct Answer {
        std::string path = {};
        std::string text = {};
    };

    explicit Recorder(http::Api& api) : api_(api) {}

    asio::awaitable<std::expected<Response, Fault>> send(Request request) override {
        const std::string path = request.path;
        auto response = co_await api_.send(std::move(request));
        if (response) answers_.emplace_back(path, to_text(response->result));
        co_return response;
    }
    void interrupt() override { api_.interrupt(); }
    std::uint64_t requests_sent() const override { return api_.requests_sent(); }
    std::size_t width() const override { return api_.width(); }

    const std::vector<Answer>& answers() const { return answers_; }

private:
    http::Api& api_;
    std::vector<Answer> answers_;
};

class Reader {
public:
    Reader(const KindTable& kinds, const Desired& desired) : kinds_(kinds), desired_(desired) {
        const char* const url = std::getenv("CLOUDFLARE_BASE_URL");
        const char* const token = std::getenv("CLOUDFLARE_API_TOKEN");
        if (url == nullptr || token == nullptr) fail("where is the API, and with which token?");
        http::Settings settings;
        settings.base_url = url;
        settings.credential.token = token;
        settings.identity = {};
        settings.address = {};
        auto api = http::connect(context_.get_executor(), std::move(settings));
        if (!api) fail(api.error());
        api_ = std::move(*api);
    }

    Matched read() { return read_through(*api_); }

    std::vector<Recorder::Answer> answers() {
        Recorder recorder(*api_);
        read_through(recorder);
        return recorder.answers();
    }

private:
    Matched read_through(http::Api& api) {
        http::Expected<Matched> live;
        const Selection everything;
        const auto work = [&]() -> asio::awaitable<void> {
            const reader::ReadOptions options;
            live = co_await reader::read_live(api, kinds_, desired_, everything, options);
            context_.stop();
        };
        context_.restart();
        asio::co_spawn(context_, work(), [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        context_.run();
        if (!live) fail(live.error().describe());
        return std::move(*live);
    }

    const KindTable& kinds_;
    const Desired& desired_;
    asio::io_context context_{1};
    std::unique_ptr<http::Api> api_;
};

const Kind* kind_listed_at(const KindTable& kinds, std::string_view path) {
    for (const Kind* kind : kinds.kinds()) {
        for (const ListCall& list : kind->reading.list_calls) {
            if (list.path == path) return kind;
        }
    }
    return nullptr;
}

struct Parsing {
    double json = 0;
    double objects = 0;
};

/// Parses recorded answers and turns them into objects once more.
Parsing parse(const KindTable& kinds, const std::vector<Recorder::Answer>& answers) {
    Parsing total;
    for (const Recorder::Answer& answer : answers) {
        Json value;
        total.json += cpu_of([&] { value = *parse_json(answer.text); });
        const Kind* const kind = kind_listed_at(kinds, answer.path);
        if (kind == nullptr || value.items() == nullptr) continue;
        total.objects += cpu_of([&] {
            std::vector<LiveObject> objects;
            for (const Json& item : *value.items())
                if (auto object = kind->reading.from_api(item))
                    objects.push_back(std::move(*object));
        });
    }
    return total;
}

} // namespace

int main(int count, char** words) {
    const std::vector<std::string> paths(words + 1, words + count);
    if (paths.empty()) fail("name the manifests");
    const KindTable kinds = kinds::all_kinds();
    manifest::Loaded loaded;
    const double yaml = cpu_of([&] { loaded = manifest::load(paths, kinds, {}); });
    if (loaded.diagnostics.has_errors())
        fail(render::diagnostics(loaded.diagnostics, loaded.sources, {}));

    Reader reader(kinds, loaded.desired);
    Matched live;
    const double read = cpu_of([&] { live = reader.read(); });
    const Parsing parsing = parse(kinds, reader.answers());

    Plan plan;
    Diagnostics diagnostics;
    const double diff =
        cpu_of([&] { plan = planner::plan(kinds, loaded.desired, live, {}, diagnostics); });
    std::string text;
    const double print = cpu_of([&] { text = render::plan(plan, loaded.sources, {}); });
    std::printf("{\"yaml\": %.4f, \"http\": %.4f, \"json\": %.4f, \"objects\": %.4f, "
                "\"diff\": %.4f, \"print\": %.4f, \"steps\": %zu}\n",
                yaml, std::max(0.0, read - parsing.json - parsing.objects), parsing.json,
                parsing.objects, diff, print, plan.steps.size());
    return diagnostics.has_errors() ? 1 : 0;
}
