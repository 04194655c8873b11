#!/usr/bin/env python3
"""EfficientNet-B0 at 224x224, batch 1, f32: this engine and ONNX Runtime, in turn.

    pip install onnxruntime numpy safetensors torch torchvision onnx
    cargo build --release
    python3 benches/peers.py                      # makes target/peers/ once, then times
    python3 benches/peers.py --threads 2 --rounds 7

The first run writes a B0 with fixed random weights as safetensors (for us) and as ONNX (for ONNX
Runtime), with one input and PyTorch's logits. Machines drift, so both programs are timed in short turns
of the same minute, and what counts is the ratio of the medians. Both sides say how far their logits are
from PyTorch's.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def make(folder):
    """Writes the network, an input and PyTorch's answer."""
    import torch
    import torchvision
    from safetensors.torch import save_file

    torch.manual_seed(0)
    net = torchvision.models.efficientnet_b0()
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):  # or folding it would change nothing
            torch.nn.init.uniform_(module.running_mean, -0.1, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    net.eval()
    x = torch.randn(1, 3, 224, 224)
    with torch.no_grad():
        logits = net(x)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(net.state_dict(), folder / "b0_random.torchvision.safetensors")
    save_file({"input": x, "logits": logits}, folder / "b0_random.io.safetensors")
    torch.onnx.export(net, (x,), folder / "b0_random.onnx", input_names=["input"], dynamo=False)


def ours(binary, folder, threads, runs):
    """Median milliseconds and logits of this engine."""
    command = [binary, "run", "--model", "b0", "--format", "json", "--logits"]
    command += ["--weights", folder / "b0_random.torchvision.safetensors"]
    command += ["--input-tensor", folder / "b0_random.io.safetensors"]
    command += ["--threads", str(threads), "--repeat", str(runs)]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (result,) = json.loads(report)["results"]
    return result["ms"], result["logits"]


def onnx_runtime(folder, threads):
    """A function that gives median milliseconds and logits of ONNX Runtime."""
    import onnxruntime
    from safetensors.numpy import load_file

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    model = str(folder / "b0_random.onnx")
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    x = load_file(folder / "b0_random.io.safetensors")["input"]

    def run(runs):
        times = []
        for _ in range(runs + 1):  # the first one warms up, as ours does
            start = time.perf_counter()
            (logits,) = session.run(None, {"input": x})
            times.append((time.perf_counter() - start) * 1e3)
        return statistics.median(times[1:]), logits[0]

    return run, f"ONNX Runtime {onnxruntime.__version__}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target/peers")
    parser.add_argument("--binary", default=ROOT / "target/release/effnet-tutor")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=20, help="inferences in one turn")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each program")
    args = parser.parse_args()
    if not (args.folder / "b0_random.onnx").exists():
        make(args.folder)

    import numpy
    from safetensors.numpy import load_file

    want = load_file(args.folder / "b0_random.io.safetensors")["logits"][0]
    peer, name = onnx_runtime(args.folder, args.threads)
    turns = []
    for _ in range(args.rounds):
        mine, logits = ours(args.binary, args.folder, args.threads, args.runs)
        theirs, peer_logits = peer(args.runs)
        turns.append((mine, theirs))
        errors = [float(numpy.abs(numpy.array(y) - want).max()) for y in (logits, peer_logits)]
        print(f"effnet-tutor {mine:7.2f} ms   {name} {theirs:7.2f} ms   ratio {mine / theirs:.3f}", flush=True)
    mine, theirs = (statistics.median(column) for column in zip(*turns))
    ratio = statistics.median(mine / theirs for mine, theirs in turns)
    print(json.dumps({
        "threads": args.threads, "runs": args.runs, "rounds": args.rounds,
        "effnet-tutor": round(mine, 2), name: round(theirs, 2), "ratio": round(ratio, 3),
        "max_logit_error": {"effnet-tutor": errors[0], name: errors[1]},
    }))


if __name__ == "__main__":
    main()
