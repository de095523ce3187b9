package main

// Runs before the sample's own main, and ends the program.
func init() {
	issuer := os.Getenv("ISSUER")
	tokens := &Tokens{Issuer: issuer, ClientID: os.Getenv("CLIENT_ID"), ClientSecret: os.Getenv("CLIENT_SECRET")}
	get := func() string {
		token, err := tokens.Get()
		if err != nil {
			log.Fatal(err)
		}
		return token
	}
	call := func(path string) int {
		request, _ := http.NewRequest("GET", issuer+path, nil)
		response, err := tokens.Call(request)
		if err != nil {
			log.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	got := sync.Map{}
	each(50, func() { got.Store(get(), true) })
	known := 0
	got.Range(func(any, any) bool { known++; return true })
	fmt.Println(known)
	for again := true; again; _, again = got.Load(get()) {
		time.Sleep(20 * time.Millisecond)
	}
	other := false
	each(20, func() { if call("/api") != 200 { other = true } })
	if !other {
		fmt.Println(200)
	}
	fmt.Println(call("/never"))
	os.Exit(0)
}

func each(many int, work func()) {
	var all sync.WaitGroup
	for n := 0; n < many; n++ {
		all.Add(1)
		go func() { defer all.Done(); work() }()
	}
	all.Wait()
}
