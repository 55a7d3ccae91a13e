"""Trains the network of a job with PyTorch, see protocol.py: an eager loop, with the number of threads that is faster.

torch.compile is not used: on a processor it needs a C++ compiler, which those who use it may not have.
"""

import time

from protocol import missing, read_table, serve

try:
    import torch
    from torch import nn
# The library raises other errors too when a part of it is not found.
except Exception as error:
    missing(error)


class LastOfSequence(nn.Module):
    """An LSTM that gives what it says after the last step."""

    def __init__(self, features, units):
        super().__init__()
        self.lstm = nn.LSTM(features, units, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0][:, -1]


def network_of(job):
    width, units = job["width"], job.get("units")
    if job["kind"] == "cnn":
        side = job["side"]
        places = ((side - 2) // 2 - 2) // 2
        hidden = [
            nn.Unflatten(1, (1, side, side)),
            nn.Conv2d(1, 8, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        ]
        return nn.Sequential(*hidden, nn.Linear(16 * places**2, job["classes"])), nn.CrossEntropyLoss()
    if job["kind"] == "lstm":
        shape = (job["steps"], width // job["steps"])
        return (
            nn.Sequential(nn.Unflatten(1, shape), LastOfSequence(shape[1], units), nn.Linear(units, 1)),
            nn.MSELoss(),
        )
    hidden = [nn.Linear(width, units), nn.ReLU(), nn.Linear(units, units), nn.ReLU()]
    return nn.Sequential(*hidden, nn.Linear(units, 1)), nn.BCEWithLogitsLoss()


def prepare(job):
    features, target = map(torch.from_numpy, read_table(job))
    target = target.long() if job["kind"] == "cnn" else target[:, None]
    model, loss_of = network_of(job)
    optimizer = torch.optim.Adam(model.parameters(), 0.001, foreach=True)
    batch = job["batch"]

    def train(seconds):
        start = time.perf_counter()
        rows = 0
        while True:
            for chosen in torch.randperm(len(target)).split(batch):
                if len(chosen) < batch:
                    break
                optimizer.zero_grad(set_to_none=True)
                loss_of(model(features[chosen]), target[chosen]).backward()
                optimizer.step()
                rows += batch
                if time.perf_counter() - start >= seconds:
                    return rows

    # The fastest number of threads of up to one a processor.
    most = max(torch.get_num_threads(), 2)
    rates = {}
    for threads in {1, most // 2, most}:
        torch.set_num_threads(threads)
        train(0)
        start = time.perf_counter()
        rates[threads] = train(0.15) / (time.perf_counter() - start)
    torch.set_num_threads(max(rates, key=rates.get))
    return train


serve(torch.__version__, prepare)
