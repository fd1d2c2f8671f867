// What is remembered from one run to the next, and who may work on a customer.
#include "tests/support/audit.hpp"
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

const Words auto_apply = {"apply", "--auto-approve"};

/// A tenant, its manifests, and a run whose ledger is a file of the workspace.
struct World {
    explicit World(const Words& options = {})
        : simulator(with_quirks(), people_and_money.tenant + options),
          tenantry(simulator, workspace) {
        people_and_money.prepare(simulator);
        if (!options.empty()) std::this_thread::sleep_for(400ms); // until lists show that
        people_and_money.write(workspace);
        tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite";
    }

    Json history(const Words& more = {}) {
        const Ended ended = tenantry.run(Words{"history", "--json"} + more);
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
        return Json::parse(ended.out);
    }
    /// Starts an apply and waits until it has invited somebody.
    std::unique_ptr<Program> apply_until_invited() {
        simulator.set_faults({{"fault", "delay=30ms"}});
        simulator.forget_requests();
        auto program = tenantry.start(auto_apply);
        REQUIRE(program->runs_until([&] { return invitations() > 0; }));
        return program;
    }

    long long invitations() {
        long long sum = 0;
        for (const auto& [call, count] : simulator.requests_by_endpoint())
            sum += call.starts_with("POST ") && call.ends_with("/members") ? count : 0;
        return sum;
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

/// A disk of one megabyte, which can be full. Only who may mount has one.
class SmallDisk {
public:
    explicit SmallDisk(std::string folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
        mounted_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=1m") == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }
    void fill() const {
        std::ofstream filler(folder_ + "/filler");
        const std::string page(4096, 'x');
        while (filler.write(page.data(), std::ssize(page)).flush()) {
        }
    }
    void clear() const { std::filesystem::remove(folder_ + "/filler"); }
    void make_read_only() const {
        REQUIRE(::mount(nullptr, folder_.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0);
    }

private:
    std::string folder_;
    bool mounted_ = false;
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_SUITE_BEGIN("ledger");

TEST_CASE("a run is recorded: what it did, for whom, and how it ended") {
    World world;
    const Ended ended = world.tenantry.run(auto_apply);
    CHECK(ended.exit_code == Exit::done);
    CHECK(has(ended.err, "Recorded as the run "));
    const Json runs = world.history().at("runs");
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].at("result") == "done");
    CHECK(runs[0].at("steps") == runs[0].at("done"));
    const Json one = world.history({runs[0].at("run").get<std::string>()});
    CHECK(one.at("steps").size() == runs[0].at("steps").get<std::size_t>());
    for (const Json& call : one.at("calls"))
        CHECK((call.at("fate") == "done" || call.at("fate") == "happened"));
    const Ended csv = world.tenantry.run({"history", "--output", "csv"});
    CHECK(has(csv.out, "run,ended,outcome"));
    // Nothing is left to do, and nothing waits for what has just been made.
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE(
    "what was killed is shown as such, with what it had done and what nobody saw the end of") {
    World world;
    const auto program = world.apply_until_invited();
    program->send(SIGKILL);
    program->wait();
    world.simulator.set_faults(Json::object());
    const Json told = world.history();
    REQUIRE(told.at("runs").size() == 1);
    CHECK(told.at("runs")[0].at("result") == "killed");
    const Json detail = world.history({told.at("runs")[0].at("run").get<std::string>()});
    CHECK_FALSE(detail.at("calls").empty());
    // Whoever comes next holds its customers at once, and finishes what it began.
    CHECK(world.tenantry.run(auto_apply).exit_code == Exit::done);
    CHECK(doubles(world.simulator.control("GET", "/audit")).empty());
}

TEST_CASE("a customer is one run's: another waits as long as it is told, and says who holds it") {
    World world;
    const auto first = world.apply_until_invited();
    // Stopped while it waits for answers, and not while it writes: it would hold the file, too.
    world.simulator.set_faults({{"fault", "delay=1s"}});
    std::this_thread::sleep_for(500ms);
    first->send(SIGSTOP);
    world.simulator.set_faults({{"fault", "delay=30ms"}});
    const Ended second = world.tenantry.run(auto_apply);
    first->send(SIGCONT);
    CHECK(second.exit_code == 6);
    CHECK_MESSAGE(has(second.text(), "holds this customer"), second.text());
    const Ended patient = world.tenantry.run(auto_apply + Words{"--lock-timeout", "1m"});
    CHECK_MESSAGE(patient.exit_code == Exit::done, patient.text());
    CHECK(first->wait().exit_code == Exit::done);
    CHECK(doubles(world.simulator.control("GET", "/audit")).empty());
}

TEST_CASE("eight applies at once make and buy everything once") {
    World world({"--page-lag", "300ms"});
    std::vector<std::unique_ptr<Program>> programs;
    for (int i = 0; i < 8; ++i)
        programs.push_back(world.tenantry.start(auto_apply + Words{"--lock-timeout", "1m"}));
    for (const auto& program : programs) {
        const Ended ended = program->wait();
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    }
    CHECK(doubles(world.simulator.control("GET", "/audit")).empty());
    CHECK(world.history().at("runs").size() == 8);
}

TEST_CASE("a lock is freed by a person, who is told whose it was") {
    World world;
    CHECK(world.tenantry.run(auto_apply).exit_code == Exit::done);
    const Ended nobody = world.tenantry.run({"unlock", "acme", "--auto-approve"});
    CHECK(has(nobody.out, "Nobody holds acme."));
    CHECK(world.tenantry.run({"unlock", "acme"}).exit_code == Exit::usage);
}

TEST_CASE("a ledger that cannot be written keeps an apply from its first write") {
    World world;
    const auto refuses = [&](const std::string& place, std::string_view says) {
        CAPTURE(place);
        world.simulator.forget_requests();
        const Ended ended = world.tenantry.run(auto_apply + Words{"--ledger", place});
        CHECK(ended.exit_code == Exit::error);
        CHECK_MESSAGE(has(ended.text(), says), ended.text());
        for (const auto& [call, count] : world.simulator.requests_by_endpoint())
            CHECK_MESSAGE(call.starts_with("GET "), call);
    };
    world.workspace.write("other", "this is no database, and longer than a header of one is: " +
                                       std::string(200, 'x'));
    refuses("other", "not a database");
    refuses("/proc/ledger", "cannot be opened");
    refuses("postgresql://127.0.0.1:1/ledger", "Cannot establish connection");
    const Ended password =
        world.tenantry.run(auto_apply + Words{"--ledger", "postgresql://ops:hunter2@db/ledger"});
    CHECK(password.exit_code == Exit::error);
    CHECK_FALSE(has(password.text(), "hunter2"));
    // A plan goes on, and says that it knows less.
    const Ended plan = world.tenantry.run({"plan", "--ledger", "other"});
    CHECK(plan.exit_code == Exit::done);
    CHECK(has(plan.err, "what earlier runs left open is not known"));
}

TEST_CASE(
    "a disk that is full stops an apply before its first write, and one that becomes so ends it") {
    World world;
    const SmallDisk disk(world.workspace.path_of("disk"));
    if (!disk.mounted()) {
        MESSAGE("skipped: nothing may be mounted here");
        return;
    }
    world.tenantry.environment["TENANTRY_LEDGER"] = "disk/ledger.sqlite";
    disk.fill();
    world.simulator.forget_requests();
    const Ended refused = world.tenantry.run(auto_apply);
    CHECK_MESSAGE(refused.exit_code == Exit::error, refused.text());
    CHECK(has(refused.text(), "make room on the disk"));
    for (const auto& [call, count] : world.simulator.requests_by_endpoint())
        CHECK_MESSAGE(call.starts_with("GET "), call);

    disk.clear();
    const auto program = world.apply_until_invited();
    disk.fill();
    const Ended ended = program->wait();
    CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
    CHECK(has(ended.text(), "The record of this run is incomplete"));

    disk.clear();
    const Ended again = world.tenantry.run(auto_apply);
    CHECK_MESSAGE(again.exit_code == Exit::done, again.text());
    CHECK(doubles(world.simulator.control("GET", "/audit")).empty());
}

TEST_CASE("a ledger on a disk that may only be read stops an apply, and no plan") {
    World world;
    const SmallDisk disk(world.workspace.path_of("disk"));
    if (!disk.mounted()) {
        MESSAGE("skipped: nothing may be mounted here");
        return;
    }
    world.tenantry.environment["TENANTRY_LEDGER"] = "disk/ledger.sqlite";
    CHECK(world.tenantry.run({"drift"}).exit_code == Exit::done);
    disk.make_read_only();
    world.simulator.forget_requests();
    const Ended refused = world.tenantry.run(auto_apply);
    CHECK_MESSAGE(refused.exit_code == Exit::error, refused.text());
    CHECK_MESSAGE(has(refused.text(), "let this user write there"), refused.text());
    for (const char* command : {"plan", "drift"}) {
        const Ended ended = world.tenantry.run({command});
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
        CHECK_MESSAGE(has(ended.err, "warning: the ledger"), ended.text());
    }
    for (const auto& [call, count] : world.simulator.requests_by_endpoint())
        CHECK_MESSAGE(call.starts_with("GET "), call);
}

TEST_CASE("a ledger that another program locks stops an apply before its first write") {
    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite";
    workspace.write("manifests/beta.yaml", customer("beta", "    - name: Beta Ltd\n"));
    CHECK(tenantry.run({"drift"}).exit_code == Exit::done);
    // As a program does that copies or checks the file: all that SQLite locks in it.
    const int file = ::open(workspace.path_of("ledger.sqlite").c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(file >= 0);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x40000000;
    lock.l_len = 512;
    REQUIRE(::fcntl(file, F_SETLK, &lock) == 0);
    const Ended refused = tenantry.run(auto_apply);
    CHECK_MESSAGE(refused.exit_code == Exit::error, refused.text());
    CHECK_MESSAGE(has(refused.text(), "another program holds it"), refused.text());
    for (const auto& [call, count] : simulator.requests_by_endpoint())
        CHECK_MESSAGE(call.starts_with("GET "), call);
    ::close(file);
    CHECK(tenantry.run(auto_apply).exit_code == Exit::done);
}

TEST_CASE("drift tells since when and why, and what left the manifests is told until an apply") {
    Simulator simulator(with_quirks());
    Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    const auto remembering = [&](bool whether) {
        tenantry.environment["TENANTRY_LEDGER"] = whether ? "ledger.sqlite" : "none";
    };
    const auto want_two_factors = [&](const std::string& whether) {
        workspace.write("manifests/acme.yaml",
                        customer("acme", "    - name: Acme GmbH\n      settings: "
                                         "{enforce_twofactor: " +
                                             whether + "}\n"));
    };
    const auto drift = [&] {
        return Json::parse(tenantry.run({"drift", "--json"}).out).at("drift");
    };
    want_two_factors("true");
    workspace.write("manifests/beta.yaml", customer("beta", "    - name: Beta Ltd\n"));
    remembering(true);

    const Json first = drift();
    REQUIRE(first.at("findings").size() == 2);
    CHECK(first.at("before").is_null());
    CHECK(first.at("findings")[0].at("new").is_null());
    const Json second = drift();
    CHECK(second.at("before").is_string());
    CHECK(second.at("findings")[0].at("since") == first.at("findings")[0].at("since"));
    CHECK(second.at("findings")[0].at("new") == false);
    CHECK(tenantry.run(auto_apply).exit_code == Exit::done);
    CHECK(drift().at("gone").size() == 2);

    // Somebody changes what is live, and this ledger is not told.
    want_two_factors("false");
    remembering(false);
    CHECK(tenantry.run(auto_apply).exit_code == Exit::done);
    remembering(true);
    want_two_factors("true");
    const Json changed = drift();
    REQUIRE(changed.at("findings").size() == 1);
    CHECK(changed.at("findings")[0].at("new") == true);
    CHECK(changed.at("findings")[0].at("cause") == "live");
    CHECK(has(tenantry.run({"drift"}).out, "changed live: the manifest still says"));

    workspace.remove("manifests/beta.yaml");
    for (int times = 0; times < 2; ++times) {
        const Ended plan = tenantry.run({"plan"});
        CHECK_MESSAGE(has(plan.out, "customer beta (1 resource)"), plan.text());
    }
    CHECK_FALSE(has(tenantry.run({"plan", "manifests/acme.yaml"}).out, "beta"));
    CHECK(tenantry.run(auto_apply).exit_code == Exit::done);
    CHECK_FALSE(has(tenantry.run({"plan"}).out, "beta"));
}

TEST_CASE("no secret is in the ledger") {
    World world;
    world.tenantry.use_key(world.simulator);
    CHECK(world.tenantry.run(auto_apply).exit_code == Exit::done);
    const std::string file = world.workspace.read("ledger.sqlite");
    CHECK(file.size() > 1000);
    CHECK_FALSE(has(file, world.simulator.key()));
    CHECK_FALSE(has(file, world.simulator.token()));
}

TEST_CASE("a signal in place of an answer interrupts a run that has changed nothing") {
    World world;
    world.simulator.forget_requests();
    for (const int signal : {SIGINT, SIGTERM}) {
        Program program({.program = tenantry::places::program("tenantry"),
                         .arguments = {"apply"},
                         .environment = world.tenantry.environment,
                         .directory = world.workspace.path(),
                         .terminal = true});
        REQUIRE(program.runs_until([&] { return has(program.err(), "to carry out "); }));
        program.send(signal);
        const Ended ended = program.wait();
        CHECK_MESSAGE(ended.exit_code == Exit::interrupted, ended.text());
        CHECK(has(ended.err, "interrupted: nothing was changed"));
        const Json runs = world.history().at("runs");
        CHECK(runs.back().at("result") == "interrupted");
        CHECK(runs.back().at("ended").is_string());
    }
    for (const auto& [call, count] : world.simulator.requests_by_endpoint())
        CHECK_MESSAGE(call.starts_with("GET "), call);
}

TEST_CASE("the ledger is its owner's alone, and one that is not is told with what to do") {
    World world;
    world.tenantry.environment.erase("TENANTRY_LEDGER");
    world.tenantry.environment["XDG_STATE_HOME"] = world.workspace.path_of("state");
    CHECK(world.tenantry.run(auto_apply).exit_code == Exit::done);
    const std::filesystem::path folder = world.workspace.path_of("state/tenantry");
    const auto rights = [](const std::filesystem::path& path) {
        return static_cast<unsigned>(std::filesystem::status(path).permissions());
    };
    CHECK(rights(folder) == 0700U);
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        CHECK_MESSAGE(rights(file.path()) == 0600U, file.path().string());
        std::filesystem::permissions(file.path(), std::filesystem::perms(0640));
    }
    for (const Words& command : {Words{"plan"}, Words{"history"}, auto_apply}) {
        const Ended ended = world.tenantry.run(command);
        CHECK(ended.exit_code == Exit::done);
        CHECK_MESSAGE(has(ended.err, "may be read or written by others than its owner"),
                      ended.text());
        CHECK(ended.err.find("chmod 600") == ended.err.rfind("chmod 600"));
    }
}

TEST_CASE("old runs go, and what is asked wrongly is told") {
    World world;
    CHECK(world.tenantry.run(auto_apply).exit_code == Exit::done);
    CHECK(
        has(world.tenantry.run({"ledger", "prune", "--older-than", "1d"}).out, "0 runs are gone"));
    for (const Words& wrong :
         {Words{"history", "no run"}, Words{"history", "--since", "yesterday"},
          Words{"settle", "acme"}, Words{"settle", "acme", "--did-not", "--happened", "x"},
          Words{"settle", "acme", "--happened", "no id"}, Words{"ledger", "sweep"},
          Words{"ledger", "prune"}, Words{"ledger", "prune", "--older-than", "1h"}})
        CHECK(world.tenantry.run(wrong).exit_code == Exit::usage);
    CHECK(world.tenantry.run({"settle", "acme", "--did-not"}).exit_code == Exit::error);
}

TEST_SUITE_END();
