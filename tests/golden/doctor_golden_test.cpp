// answers.json (what the API answers to each call, and what its headers say) in; health.txt out.
// A call that is not in it is answered as an unknown route is.
#include "engine/doctor/doctor.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/render/render.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/places.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

std::int64_t number(const Json& value, std::string_view name) {
    const Json* found = value.find(name);
    return found == nullptr ? 0 : *found->integer();
}

class ScriptedApi : public http::Api {
public:
    using Answer = http::Expected<Response>;

    explicit ScriptedApi(const Json& script) : script_(script) {}

    boost::asio::awaitable<Answer> send(Request request) override {
        ++sent_;
        CHECK(request.method == Method::get);
        const std::string call = "GET " + request.path;
        const Json* found = script_.find(call);
        const Json unknown = Json::object({{"status", 404}, {"category", "refused"}});
        const Json& answer = found == nullptr ? unknown : *found;
        if (const Json* result = answer.find("result")) {
            const Json* info = answer.find("result_info");
            Response response{.status = 200, .result = *result};
            if (info != nullptr) response.result_info = *info;
            co_return response;
        }
        co_return std::unexpected(fault_from(answer, request.describe()));
    }
    void interrupt() override {}
    std::uint64_t requests_sent() const override { return sent_; }
    std::size_t width() const override { return 8; }
    http::Heard heard() const override {
        http::Heard heard{.left = http::parse_rate_items(script_.text_of("Ratelimit")),
                          .policies = http::parse_rate_items(script_.text_of("Policy"))};
        if (script_.find("clock_ahead") != nullptr)
            heard.clock_ahead = std::chrono::seconds(number(script_, "clock_ahead"));
        return heard;
    }

private:
    static Fault fault_from(const Json& answer, const std::string& call) {
        Fault fault{.status = static_cast<int>(number(answer, "status")),
                    .code = number(answer, "code"),
                    .message = std::string(answer.text_of("message")),
                    .call = call};
        for (const auto category :
             {FaultCategory::unreachable, FaultCategory::timed_out, FaultCategory::unauthorized,
              FaultCategory::refused, FaultCategory::throttled, FaultCategory::broken}) {
            if (name_of(category) == answer.text_of("category")) fault.category = category;
        }
        return fault;
    }

    const Json& script_;
    std::uint64_t sent_ = 0;
};

doctor::Patient patient_from(const Json& script) {
    const std::string email(script.text_of("email"));
    return {.server = "https://api.cloudflare.com/client/v4",
            .token = email.empty(),
            .email = email,
            .proxy = std::string(script.text_of("proxy")),
            .calls_per_second = 3.6};
}

} // namespace

TEST_CASE("answers of the API make the doctor's report") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("doctor")) {
        CAPTURE(folder);
        const auto script = parse_json(test::read(folder + "/answers.json"));
        REQUIRE(script.has_value());
        ScriptedApi api(*script);
        boost::asio::io_context context;
        Health health;
        const auto work = [&]() -> boost::asio::awaitable<void> {
            const doctor::Patient patient = patient_from(*script);
            health = co_await doctor::examine(api, kinds, patient);
        };
        boost::asio::co_spawn(context, work(), [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        context.run();
        CHECK(api.requests_sent() <= 14);
        const std::string text = render::health(health, {});
        test::check_golden(folder + "/health.txt", text);
        const std::string shown = "```console\n$ tenantry doctor\n" + text + "```\n";
        if (folder.ends_with("as-the-readme-shows"))
            CHECK(test::read(places::source("README.md")).contains(shown));
        if (health.tenants.empty()) continue;
        test::check_golden(folder + "/health.json", to_text(render::health_json(health), 2) + "\n");
    }
}
