"""The poster of the hand-written script: JSON lines in, arrays of 1000 out, over one kept connection."""
import http.client
import sys

host, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
connection = http.client.HTTPConnection(host, port)
batch = []


def send():
    connection.request("POST", path, b"[" + b",".join(batch) + b"]", {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    if answer.status >= 300:
        sys.exit("refused: %d" % answer.status)
    batch.clear()


for line in sys.stdin.buffer:
    batch.append(line.rstrip(b"\n").replace(b"\\\\", b"\\"))
    if len(batch) == 1000:
        send()
if batch:
    send()
