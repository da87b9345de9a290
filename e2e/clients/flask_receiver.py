"""A webhook receiver on Flask: prints its port, then every delivery as one line of JSON."""

import json
import logging
import threading

from flask import Flask, jsonify, request
from werkzeug.serving import make_server

app = Flask(__name__)
logging.getLogger("werkzeug").setLevel(logging.ERROR)
printing = threading.Lock()


def keep(headers: dict[str, str], body: object) -> None:
    """Hands one delivery to the test."""
    with printing:
        print(json.dumps({"headers": headers, "body": body}), flush=True)


@app.post("/webhooks/meetergo")
def receive():
    """Answers at once and works in the background, as the guide's handler does."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    threading.Thread(target=keep, args=(headers, request.json)).start()
    return jsonify({"status": "ok"}), 200


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, app, threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
