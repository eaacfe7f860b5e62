package dev.baton.cli.admin;

/** Documents of the admin API for {@link AdminStub}. */
final class Documents {
    static final String POOL = """
            {"name":"default","backend":"tcp://127.0.0.1:5556","services":["*"],"queued":3,"queuedBytes":120,"inFlight":7,"overrun":0,"window":9,
             "capacity":8,"busy":6,"plainPeers":0,"workers":2,"desiredWorkers":3,"requestsPerSecond":1234.5,"p50Millis":0.214,"p99Millis":12.34,
             "handBacksPerSecond":0.5,"oldestWaitMillis":21.0}""";

    static final String WORKER = """
            {"id":"upper-host7-4711","pool":"default","host":"host7","pid":4711,"address":"tcp://10.0.0.7:41234","state":"READY","ageSeconds":7505.2,
             "capacity":4,"busy":3,"handBacks":12,"lostLeases":0,"lastHeartbeatMillis":112.4,"leader":{"thread":"upper-2","heldMillis":1.5},
             "controllable":true}""";

    static final String SILENT_WORKER = """
            {"id":"plain-1","pool":"default","host":null,"state":"SUSPECT","ageSeconds":3,"capacity":1,"busy":0,"leader":null,"controllable":false}""";

    static final String WORKERS = "{\"workers\":[" + WORKER + "," + SILENT_WORKER + "]}";

    static final String STATUS = """
            {"broker":{"state":"SERVING","version":"0.2.0","startedAt":"2026-11-21T09:00:00Z","uptimeSeconds":90061,"frontend":"tcp://127.0.0.1:5555",
              "clients":3,"access":"INSECURE","pid":99999999},
             "verdict":{"well":false,"level":"warning","findings":[{"level":"warning","what":"plain-1 is silent","todo":"look at its host"}]},
             "totals":{"requestsPerSecond":1234.5,"p50Millis":0.214,"p99Millis":12.34,"queued":3,"inFlight":7,"window":9,"capacity":8,"busy":6,
              "workers":2,"errorsPerSecond":0.1},
             "pools":[""" + POOL + "]}";

    static final String REQUEST = """
            {"id":"7f3a90c1d2e4b586","client":"00ab12cd34","method":"shop.Orders/Get","pool":"default","status":"DEADLINE_EXCEEDED",
             "arrivedAt":"2026-11-21T12:00:01.250Z","totalMillis":1001.5,"queueMillis":990.25,"workerWaitMillis":0.02,"handlerMillis":null,
             "networkMillis":1.1,"attempt":1,"hops":2,"worker":"upper-host7-4711","message":"nobody was free in time\"""";

    static final String REQUESTS = "{\"requests\":[" + REQUEST + "}]}";

    static final String EXPLAINED = "{\"requests\":[" + REQUEST + """
            ,"timeline":[{"atMicros":0,"state":"QUEUED","worker":null,"attempt":1,"note":""},
              {"atMicros":1001500,"state":"EXPIRED","worker":null,"attempt":1,"note":"deadline"}],
             "explanation":["It waited 990 ms in the queue: all 8 slots were busy."]}]}""";

    static final String OPEN_REQUEST = """
            {"id":"7f3a90c1d2e4b587","client":"00ab12cd34","method":"shop.Orders/List","pool":"default","state":"AT_WORKER",
             "arrivedAt":"2026-11-21T12:00:01.250Z","totalMillis":12345.6,"queueMillis":345.6,"atWorkerMillis":12000,"remainingMillis":17654.4,
             "attempt":1,"hops":2,"partials":17,"worker":"upper-host7-4711\"""";

    static final String OPEN_REQUESTS = "{\"total\":4813,\"requests\":[" + OPEN_REQUEST + "}]}";

    static final String OPEN_EXPLAINED = "{\"requests\":[" + OPEN_REQUEST + """
            ,"status":null,"workerWaitMillis":null,"handlerMillis":null,"networkMillis":null,"message":"",
             "timeline":[{"atMicros":0,"state":"QUEUED","worker":null,"attempt":1,"note":""}],
             "explanation":["Worker upper-host7-4711 has had it for 12 s."]}]}""";

    private Documents() {}
}
