#include "engine/http/envelope.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenantry;
using namespace tenantry::http;

namespace {

std::expected<Response, Fault> read(int status, std::string body, Method method = Method::get) {
    Request request;
    request.method = method;
    request.path = "/accounts";
    Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    return read_envelope(request, reply);
}

Fault fault_of(int status, std::string body, Method method = Method::get) {
    const auto result = read(status, std::move(body), method);
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

} // namespace

TEST_CASE("a success gives its result and what is said about paging") {
    const auto response = read(200, R"({"success":true,"errors":[],"messages":[],
        "result":[{"id":"023e"}],"result_info":{"page":1,"total_count":1}})");
    REQUIRE(response.has_value());
    CHECK(response->status == 200);
    CHECK(to_text(response->result) == R"([{"id":"023e"}])");
    CHECK(*response->result_info.find("total_count")->integer() == 1);
}

TEST_CASE("parts of the envelope may be missing") {
    // API reference, section 1.3: 201 for an Access user, 204 without a body for a profile.
    CHECK(read(201, R"({"success":true,"result":{}})").has_value());
    CHECK(read(200, R"({"success":true})").value().result.is_null());
    CHECK(read(200, R"({"result":{"id":"1"}})").value().result.text_of("id") == "1");
    CHECK(read(200, R"({"success":true,"errors":null,"result":null})").has_value());
    CHECK(read(204, "").value().status == 204);
}

TEST_CASE("messages are never failures") {
    // Quirk 27: a valid token is reported as a message with code 10000.
    const auto response = read(200, R"({"success":true,"errors":[],"messages":[{"code":10000,
        "message":"This API Token is valid and active"}],"result":{"status":"active"}})");
    CHECK(response.has_value());
}

TEST_CASE("an error gives its code, words, pointer and page") {
    const Fault fault = fault_of(400, R"({"success":false,"errors":[{"code":1001,
        "message":"Invalid request","documentation_url":"https://developers.cloudflare.com/x",
        "source":{"pointer":"/settings/abuse_contact_email"}}],"messages":[],"result":null})");
    CHECK(fault.category == FaultCategory::refused);
    CHECK(fault.status == 400);
    CHECK(fault.code == 1001);
    CHECK(fault.message == "Invalid request");
    CHECK(fault.pointer == "/settings/abuse_contact_email");
    CHECK(fault.documentation_url == "https://developers.cloudflare.com/x");
    CHECK(fault.call == "GET /accounts");
    CHECK_FALSE(fault.maybe_done);
}

TEST_CASE("the chain of causes is kept, link by link") {
    // API reference, section 1.3 (cloudflare-typescript#161, acme.sh#6435).
    const Fault fault = fault_of(400, R"({"success":false,"errors":[{"code":6003,
        "message":"Invalid request headers","error_chain":[{"code":6103,
        "message":"Invalid format for X-Auth-Key header"}]}]})");
    CHECK(fault.message == "Invalid request headers");
    REQUIRE(fault.causes.size() == 1);
    CHECK(fault.causes[0].message == "Invalid format for X-Auth-Key header");
    CHECK(fault.causes[0].code == 6103);
    CHECK(fault.summary() == "GET /accounts answered 400: Invalid request headers (code 6003)");
    CHECK(fault.describe() == "GET /accounts answered 400: Invalid request headers: Invalid format "
                              "for X-Auth-Key header (6103) (code 6003)");
    CHECK(fault.code == 6003);
    CHECK(fault.category == FaultCategory::unauthorized);
}

TEST_CASE("a chain that does not end is cut, in depth and in width") {
    const auto causes = [](const std::string& chain) {
        return fault_of(400,
                        R"({"success":false,"errors":[{"code":1,"error_chain":[)" + chain + "]}]}")
            .causes.size();
    };
    std::string deep = R"({"code":6103,"message":"inner"})";
    std::string wide = deep;
    for (int i = 0; i < 20; ++i) {
        deep = R"({"code":6003,"message":"outer","error_chain":[)" + deep + "]}";
        wide += R"(,{"code":7,"message":"other"})";
    }
    CHECK(causes(deep) == 4);
    CHECK(causes(wide) == 8);
}

TEST_CASE("several errors are all told, within bounds") {
    const Fault two = fault_of(400, R"({"success":false,"errors":[{"code":1,"message":"first"},
        {"code":2,"message":"second"}]})");
    CHECK(two.message == "first; second (2)");
    CHECK(two.code == 1);
    std::string body = R"({"success":false,"errors":[{"code":1,"message":"a"})";
    for (int i = 0; i < 100; ++i)
        body += R"(,{"code":2,"message":"b"})";
    const Fault many = fault_of(400, body + "]}");
    CHECK(many.message == "a; b (2); b (2); b (2); b (2); and 96 more");
    const std::string flood =
        R"({"success":false,"errors":[{"message":")" + std::string(100000, 'x') + R"("}]})";
    CHECK(fault_of(400, flood).message.size() < 1000);
}

TEST_CASE("the category follows status and code") {
    struct Row {
        const char* what; // with the section of the API reference
        int status;
        const char* body;
        FaultCategory category;
    };
    const auto unauthorized = FaultCategory::unauthorized;
    const auto refused = FaultCategory::refused;
    const auto broken = FaultCategory::broken;
    const std::vector<Row> rows = {
        {"authentication failed, 1.1", 400,
         R"({"success":false,"errors":[{"code":10000,"message":"Authentication error"}]})",
         unauthorized},
        {"a missing right, 23", 403,
         R"({"success":false,"errors":[{"code":10000,"message":"Forbidden"}]})", refused},
        {"malformed credential, 23", 400,
         R"({"success":false,"errors":[{"code":9106,"message":"Missing X-Auth-Key"}]})",
         unauthorized},
        {"unknown key, 14", 403,
         R"({"success":false,"errors":[{"code":9103,"message":"Unknown X-Auth-Key"}]})",
         unauthorized},
        {"invalid token, 14", 403,
         R"({"success":false,"errors":[{"code":9109,"message":"Invalid access token"}]})",
         unauthorized},
        {"any 401, 1.3", 401, "<html></html>", unauthorized},
        {"bad Authorization format, 1.3", 400,
         R"({"success":false,"errors":[{"code":6003,"message":"Invalid request headers",
            "error_chain":[{"code":6111,"message":"Invalid format for Authorization header"}]}]})",
         unauthorized},
        {"6003 about another header", 400,
         R"({"success":false,"errors":[{"code":6003,"message":"Invalid request headers"}]})",
         refused},
        {"creation not allowed, 1.3", 403,
         R"({"success":false,"errors":[{"code":1002,"message":"account creation not allowed"}]})",
         refused},
        {"zone exists, 1.5", 400,
         R"({"success":false,"errors":[{"code":1061,"message":"a.example already exists"}]})",
         refused},
        {"no subscription, quirk 10", 404,
         R"({"success":false,"errors":[{"code":1207,"message":"not found"}]})", refused},
        {"a no with a yes's status", 200,
         R"({"success":false,"errors":[{"code":1022,"message":"no change"}]})", refused},
        {"throttled, 1.2", 429,
         R"({"success":false,"errors":[{"code":971,"message":"please wait"}]})",
         FaultCategory::throttled},
        {"throttled by a gateway, 1.2", 429, "<html>", FaultCategory::throttled},
        {"billing is down, quirk 28", 500, R"({"success":false,"errors":[{"message":"oops"}]})",
         broken},
        {"a gateway page, 1.3", 502, "<html>", broken},
        {"the wrong server", 404, "<!DOCTYPE html>", broken},
        {"a success that cannot be", 500, R"({"success":true,"result":{}})", broken},
        {"a redirect", 301, "", broken},
        {"no status of HTTP", 999, R"({"success":true})", broken},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(name_of(fault_of(row.status, row.body).category) == name_of(row.category));
    }
}

TEST_CASE("a body that is not the API's is described, not guessed at") {
    struct Row {
        const char* body;
        const char* message;
    };
    const std::vector<Row> rows = {
        {"", "an empty body"},
        {" \r\n", "an empty body"},
        {"<html><head><TITLE>\n 502  Bad\nGateway </TITLE></head>",
         "an HTML page (502 Bad Gateway) instead of JSON"},
        {"<!DOCTYPE HTML><p>hello", "an HTML page instead of JSON"},
        {"<html><title>\x1b[2J\xe2\x80\xae</title>",
         "an HTML page (\\x1b[2J\\u202e) instead of JSON"},
        {"[]", "JSON that is not the API's envelope"},
        {"\"ok\"", "JSON that is not the API's envelope"},
        {R"({"status":"ok"})", "JSON that is not the API's envelope"},
        {R"({"success":"true"})", "JSON that is not the API's envelope"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.body);
        const Fault fault = fault_of(200, row.body);
        CHECK(fault.message == row.message);
        CHECK(fault.category == FaultCategory::broken);
    }
    CHECK(fault_of(200, R"({"success":tr)").message.starts_with("a body that is not JSON: "));
    CHECK(fault_of(200, "upstream connect error").message.starts_with("a body that is not JSON: "));
    CHECK(fault_of(200, "<html><title>" + std::string(5000, 'x')).message.size() < 200);
}

TEST_CASE("an error of the gateway tells its words, its ray, and whether to repeat it") {
    // API reference, section 23, in the form of RFC 9457.
    const Fault fault = fault_of(504, R"({"title":"Error 504: Gateway timeout","status":504,
        "detail":"The origin did not answer in time.","instance":"9d99a4434fz2d168",
        "type":"https://developers.cloudflare.com/504/","error_category":"origin",
        "error_code":1015,"retryable":true,"retry_after":30})",
                                 Method::post);
    CHECK(fault.summary() == "POST /accounts answered 504: Cloudflare's gateway (origin) says: "
                             "Error 504: Gateway timeout: The origin did not answer in time.");
    CHECK(fault.code == 0); // the API's 1015 is another thing
    CHECK(fault.request_id == "9d99a4434fz2d168");
    CHECK(fault.documentation_url == "https://developers.cloudflare.com/504/");
    CHECK(fault.retryable == true);
    CHECK(fault.retry_after == std::chrono::seconds(30));
    CHECK(fault.category == FaultCategory::broken);
    CHECK(fault.maybe_done);
    CHECK(fault.try_again() == TryAgain::now);
    CHECK(fault_of(429, R"({"title":"Error 1015","retry_after":7})").category ==
          FaultCategory::throttled);
    CHECK(fault_of(520, R"({"title":"x","retry_after":-1})").retry_after == std::nullopt);
    CHECK(fault_of(520, R"({"title":"x","retry_after":1e30})").retry_after == std::nullopt);
    CHECK(fault_of(520, R"({"title":"x","retry_after":999999999999})").retry_after ==
          std::chrono::seconds(86400));
    CHECK(fault_of(520, R"({"title":")" + std::string(100000, 'x') + R"("})").message.size() <
          1000);
}

TEST_CASE("what the gateway cannot agree about with what is behind it stays so") {
    for (const int status : {525, 526}) {
        CAPTURE(status);
        CHECK(fault_of(status, "<html>").retryable == false);
        CHECK(fault_of(status, R"({"title":"x","retryable":true})").try_again() ==
              TryAgain::useless);
    }
    CHECK(fault_of(522, "<html>").retryable == std::nullopt);
}

TEST_CASE("only an unclear answer to a write may have done its work") {
    struct Row {
        int status;
        const char* body;
        bool maybe_done;
    };
    const std::vector<Row> rows = {
        {500, R"({"success":false,"errors":[{"code":1,"message":"x"}]})", true},
        {502, "<html>", true},
        {200, "", true},
        {200, R"({"success":false,"errors":[{"code":1,"message":"x"}]})", false},
        {400, R"({"success":false,"errors":[{"code":1,"message":"x"}]})", false},
        {403, "<html>", false},
        {429, "", false},
        {302, "", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.status);
        CAPTURE(row.body);
        CHECK_FALSE(fault_of(row.status, row.body, Method::get).maybe_done);
        for (const Method method : {Method::post, Method::put, Method::patch})
            CHECK(fault_of(row.status, row.body, method).maybe_done == row.maybe_done);
    }
}

TEST_CASE("headers of the answer reach the fault") {
    Request request;
    request.path = "/zones";
    Reply reply;
    reply.status = 429;
    reply.ray = "8f1c2d3e4f5a6b7c-FRA";
    reply.retry_after = "60";
    CHECK(read_envelope(request, reply).error().request_id == "8f1c2d3e4f5a6b7c-FRA");
    CHECK(read_envelope(request, reply).error().retry_after == std::chrono::seconds(60));

    reply.status = 301;
    reply.location = "https://elsewhere.example/";
    CHECK(read_envelope(request, reply).error().message ==
          "a redirect, which is not followed, to \"https://elsewhere.example/\"");

    reply.status = 200;
    reply.encoding = "gzip";
    reply.body = "\x1f\x8b";
    CHECK(read_envelope(request, reply).error().message ==
          "a body in the encoding \"gzip\", which was not asked for");
}
