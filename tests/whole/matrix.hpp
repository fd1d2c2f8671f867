// What can go wrong around a command, and how the command ends then: one side of the matrix that
// matrix_test.cpp runs.
#pragma once

#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <functional>
#include <set>

namespace tenantry::whole {

using Codes = std::set<int>;

/// What a command needs, and so which faults can meet it.
struct Command {
    Words words = {};
    bool reads_manifests = false;
    bool reads_plan = false;
    bool calls = false;
    bool guards = false;
    bool writes = false;
    bool tables = false;    // takes --output csv
    bool remarks = false;   // has the forms of merge requests
    bool configured = true; // takes --config

    std::string name() const { return words.front(); }
};

/// A tenant, its manifests, and a plan of them in p.json.
struct MatrixWorld {
    MatrixWorld();

    Simulator simulator{false, sample_tenant + unlimited};
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

/// How a run ends that no fault meets. A plan that was carried out is so once.
Codes fine(const Command& command);

/// A fault: how it is made in a new world, and how a run ends that meets it.
struct Fault {
    std::string name = {};
    std::function<void(MatrixWorld&)> make = [](MatrixWorld&) {};
    std::function<Codes(const Command&)> ends = fine;
    Words more = {};         // arguments
    bool began = true;       // the command line was understood
    std::string shell = {};  // what is done with stdout
    bool served = false;     // by a server in the API's place that answers
    std::string answer = {}; // this
};

std::vector<Fault> faults();

} // namespace tenantry::whole
