// tenantry-simulator: reads the command line, says where it listens, serves, saves.
#include "tools/simulator/options.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/wire/server.hpp"

#include <fmt/core.h>
#include <fstream>
#include <memory>

namespace {

using namespace tenantry::simulator;

constexpr int failed = 1;

std::string ready_line(const Settings& settings, std::uint16_t port) {
    const std::string host =
        settings.host.contains(':') ? "[" + settings.host + "]" : settings.host;
    const std::string root = fmt::format("{}://{}:{}", settings.tls ? "https" : "http", host, port);
    ObjectText line;
    line.text("url", root + "/client/v4").text("control", root + "/control");
    line.text("email", settings.email).text("key", settings.key).text("token", settings.token);
    if (settings.tls && !settings.ca_out.empty()) line.text("ca_file", settings.ca_out);
    return line.take();
}

void write_file(const std::string& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << text;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + file);
}

RecordSink recorder(const std::string& file) {
    const auto out = std::make_shared<std::ofstream>(file, std::ios::binary | std::ios::app);
    if (!*out) throw std::runtime_error("cannot write " + file);
    return [out](const std::string& line) { *out << line << std::endl; };
}

int serve(Settings settings) {
    auto simulator = Simulator::make(std::move(settings));
    if (!simulator) throw std::runtime_error(simulator.error());
    const Settings& active = (*simulator)->settings();
    if (!active.record_file.empty()) (*simulator)->record_to(recorder(active.record_file));
    std::optional<TlsIdentity> tls;
    if (active.tls) {
        tls = make_tls_identity();
        if (!active.ca_out.empty()) write_file(active.ca_out, tls->ca);
    }
    Server server{**simulator, tls};
    fmt::print("{}\n", ready_line(active, server.port()));
    std::fflush(stdout);
    server.run();
    if (auto saved = (*simulator)->save(); !saved) throw std::runtime_error(saved.error());
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        auto settings = parse_options(argc, argv);
        return settings ? serve(std::move(*settings)) : settings.error();
    } catch (const std::exception& error) {
        fmt::print(stderr, "tenantry-simulator: {}\n", error.what());
        return failed;
    }
}
