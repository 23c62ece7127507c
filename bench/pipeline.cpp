// The recurrence of docs/pipeline.md, "Offload", for shrinking reservations, stream packing and engines at the memory
// controllers: what bench/pipeline.ts compares the simulator's speed with.
//
// Usage: pipeline LINES_FILE TIMES_FILE REPEATS < parameters
// LINES_FILE has the compressed bytes of each line, one byte each. TIMES_FILE gets the finish time of each line on the
// link, as doubles. Prints the seconds of each repeat. Parameters, in this order: issue lines/s, controllers, DRAM B/s,
// DRAM latency s, interleaving B, engine B/s, crossbar B/s, buffer B, link B/s, payload B, header B.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

namespace {

constexpr double kLineBytes = 128;
constexpr double kPicosecondsPerSecond = 1e12;

double roundHalfUp(double x) { return std::floor(x + 0.5); }

class Server {
 public:
  explicit Server(double rate) : picosecondsPerUnit_(kPicosecondsPerSecond / rate) {}

  double serve(double ready, double amount) {
    if (ready > free_) {
      busyStart_ = ready;
      served_ = amount;
    } else {
      served_ += amount;
    }
    free_ = busyStart_ + roundHalfUp(served_ * picosecondsPerUnit_);
    return free_;
  }

  double freeAt() const { return free_; }

 private:
  double picosecondsPerUnit_;
  double free_ = 0;
  double busyStart_ = 0;
  double served_ = 0;
};

struct Design {
  double issueRate;
  int controllers;
  double dramBandwidth, dramLatency, interleaving, engineRate, crossbarBandwidth, buffer, linkBandwidth, maxPayload,
      packetHeader;
};

std::vector<double> offloadFinishTimes(const Design& design, const std::vector<uint8_t>& lineBytes) {
  const std::size_t lines = lineBytes.size();
  const double latency = roundHalfUp(kPicosecondsPerSecond * design.dramLatency);
  const double request = roundHalfUp(0.4 * latency);
  const double response = roundHalfUp(0.2 * latency);
  const double dramRate = design.dramBandwidth / design.controllers;
  const double service = roundHalfUp(kLineBytes * (kPicosecondsPerSecond / dramRate)) +
                         roundHalfUp(kLineBytes * (kPicosecondsPerSecond / design.engineRate));
  const double read = std::max(0.0, latency - request - response - service);
  const double room = design.buffer - kLineBytes;

  Server issue(design.issueRate);
  std::vector<Server> dram(design.controllers, Server(dramRate));
  std::vector<Server> engine(design.controllers, Server(design.engineRate));
  Server crossbar(design.crossbarBandwidth);
  Server link(design.linkBandwidth * (design.maxPayload + design.packetHeader) / design.maxPayload);

  std::vector<double> arrived(lines);
  std::vector<double> sent(lines);
  double reserved = 0;
  double filled = 0;
  std::size_t arrivals = 0;
  std::size_t departures = 0;
  for (std::size_t line = 0; line < lines; line++) {
    double now = issue.freeAt();
    while (true) {
      while (arrivals < line && arrived[arrivals] <= now) reserved += lineBytes[arrivals++] - kLineBytes;
      while (departures < arrivals && sent[departures] <= now) reserved -= lineBytes[departures++];
      if (reserved <= room || departures == line) break;
      now = departures == arrivals ? arrived[arrivals]
            : arrivals < line      ? std::min(arrived[arrivals], sent[departures])
                                   : sent[departures];
    }
    reserved += kLineBytes;
    issue.serve(now, 1);
    const int controller =
        static_cast<int>(static_cast<uint64_t>(kLineBytes * line / design.interleaving) % design.controllers);
    const double fetched = dram[controller].serve(now + request, kLineBytes);
    const double compressed = engine[controller].serve(fetched + read, kLineBytes);
    arrived[line] = crossbar.serve(compressed + response, lineBytes[line]);
    filled += lineBytes[line];
    const double completed = filled < design.maxPayload ? 0 : std::floor(filled / design.maxPayload);
    filled -= completed * design.maxPayload;
    const double last = line + 1 == lines && filled > 0 ? design.packetHeader : 0;
    sent[line] = link.serve(arrived[line], lineBytes[line] + design.packetHeader * completed + last);
  }
  return sent;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: pipeline LINES_FILE TIMES_FILE REPEATS < parameters\n");
    return 2;
  }
  std::ifstream linesFile(argv[1], std::ios::binary);
  const std::vector<uint8_t> lineBytes{std::istreambuf_iterator<char>(linesFile), std::istreambuf_iterator<char>()};
  Design design{};
  std::cin >> design.issueRate >> design.controllers >> design.dramBandwidth >> design.dramLatency >>
      design.interleaving >> design.engineRate >> design.crossbarBandwidth >> design.buffer >> design.linkBandwidth >>
      design.maxPayload >> design.packetHeader;
  if (!std::cin || lineBytes.empty()) {
    std::fprintf(stderr, "pipeline: cannot read the lines or the parameters\n");
    return 2;
  }
  std::vector<double> times;
  for (int repeat = std::atoi(argv[3]); repeat > 0; repeat--) {
    const auto start = std::chrono::steady_clock::now();
    times = offloadFinishTimes(design, lineBytes);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("%.9f\n", seconds.count());
  }
  std::ofstream timesFile(argv[2], std::ios::binary);
  timesFile.write(reinterpret_cast<const char*>(times.data()), static_cast<std::streamsize>(times.size() * sizeof(double)));
}
