"""A WebSub hub and a publisher, both by Flask-WebSub, for a test of Depesche.

Prints where it listens. GET /feed is the publisher's feed, /hub the hub, GET /subscribers says how many there
are, GET /publish?title=… adds an item and has the hub distribute the feed.
"""

import os
import sqlite3
import tempfile

from celery import Celery
from flask import Flask, make_response, request, url_for
from flask_websub.hub import Hub, SQLite3HubStorage
from flask_websub.publisher import init_publisher, publisher
from werkzeug.serving import make_server

app = Flask(__name__)
celery = Celery("hub", broker="memory://")
# Tasks are done where they are asked for: a test needs no broker.
celery.conf.task_always_eager = True
database = os.path.join(tempfile.mkdtemp(), "hub.sqlite3")
hub = Hub(SQLite3HubStorage(database), celery, MAX_ATTEMPTS=1)
app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
init_publisher(app)
titles = ["Eins"]


def feed():
    items = "".join(
        f"<item><guid isPermaLink='false'>{title}</guid><title>{title}</title>"
        "<pubDate>Wed, 04 Mar 2026 12:00:00 GMT</pubDate><description>Ein Satz.</description></item>"
        for title in titles
    )
    return f"<rss version='2.0'><channel><title>Blatt</title>{items}</channel></rss>"


@app.route("/feed")
@publisher()
def show():
    response = make_response(feed())
    response.headers["Content-Type"] = "application/rss+xml"
    return response


@app.get("/publish")
def publish():
    titles.append(request.args["title"])
    hub.send_change_notification.delay(url_for("show", _external=True))
    return "", 204


@app.get("/subscribers")
def subscribers():
    with sqlite3.connect(database) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if not tables:
            return "0"
        return str(connection.execute(f"SELECT count(*) FROM {tables[0][0]}").fetchone()[0])


server = make_server("127.0.0.1", 0, app, threaded=True)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
